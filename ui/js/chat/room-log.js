/**
 * The messages of one room as far as this tab knows them: oldest first, each id once, without a
 * gap between the first and the last. `more` says whether the server has older ones.
 */
const CAPACITY = 5000; // Over it the oldest are forgotten; scrolling back stops there.

export class RoomLog {
  loaded = false; // The newest messages are here.
  loading = false;
  problem = null; // Why the last attempt to load failed.
  more = true;
  reach = null; // Everything from this id on is here; null before the first page.
  #entries = [];

  constructor(name) {
    this.name = name;
  }

  get length() {
    return this.#entries.length;
  }

  /** Whether asking the server for older ones makes sense. */
  get extends() {
    return this.more && this.length < CAPACITY;
  }

  get first() {
    return this.#entries[0];
  }

  get last() {
    return this.#entries[this.length - 1];
  }

  /** The server's page of entries has been folded into this log. */
  reached({ messages, more }) {
    this.loaded = true;
    this.more = more;
    this.reach = messages[0]?.id ?? this.reach;
  }

  put(entry) {
    const at = this.#position(entry.id);
    if (this.#entries[at]?.id === entry.id) return;
    this.#entries.splice(at, 0, entry);
    if (this.length > CAPACITY) this.#forget();
  }

  /** Up to `limit` entries that come before `id`. */
  before(id, limit) {
    const end = this.#position(id);
    return this.#entries.slice(Math.max(0, end - limit), end);
  }

  /** Up to `limit` entries that come after `id`. */
  after(id, limit) {
    const start = this.#position(id + 1);
    return this.#entries.slice(start, start + limit);
  }

  newest(limit) {
    return this.#entries.slice(-limit);
  }

  #forget() {
    this.#entries.splice(0, this.length - CAPACITY);
    this.more = true;
    this.reach = this.first.id;
  }

  /** Where `id` is or would be. Almost always at the end, and a binary search finds that too. */
  #position(id) {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#entries[middle].id < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
