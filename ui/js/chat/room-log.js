/**
 * A stretch of one room's messages: oldest first, each id once, without a gap between the first and
 * the last. It begins at the room's newest messages or at any other place, and grows at both ends;
 * what is far from the reader goes again. So a room may be as long as it likes.
 */
import { changed, targetOf } from '../kinds/table.js';
import { Edge } from './edge.js';
import { isMessage } from './fold.js';

const CAPACITY = 2000; // Messages; over it those at the other end are dropped, and loaded again.
const CHARACTERS = 4_000_000; // The same for their texts, where a chat allows long ones.
const LATE = 1000; // Changes that come while a page is under way; over it what the oldest changed is seen with the next page.

export class RoomLog {
  landing = null; // The id after which the reader begins; null at the end.
  mark = null; // The last id that was read before; null where nothing new is marked.
  following = true; // The reader is at the end, and what is new comes to them.
  #entries = [];
  #characters = 0;
  #late = []; // Changes that came while a page was under way, which may be older.
  #heard = 0; // The newest message there is, as far as it was told.

  constructor(name) {
    this.name = name;
    this.place(null);
  }

  /** Begins anew with what is around the message `id`. */
  centre(id) {
    this.place(id - 1);
    this.around = id;
  }

  /** Begins anew just after the message `id`, null: at the end. */
  place(id) {
    this.around = null; // The message around which the first page is to be, if there is one.
    this.#entries = [];
    this.#characters = 0;
    this.landing = id;
    this.older = new Edge({ reach: id === null ? null : id + 1, more: true });
    this.newer = new Edge({ reach: id, more: id !== null });
    this.mark = null;
    this.loaded = false; // Something the server said is here.
  }

  /** Begins to be read again after the message `id`, null: at the end; false where what is here does
   * not reach to that. */
  begin(id) {
    const here = id === null ? !this.newer.more : this.#has(id);
    if (!here && this.loaded) return false;
    if (!here) this.place(id);
    this.landing = id;
    this.mark = id;
    return true;
  }

  get length() {
    return this.#entries.length;
  }

  get first() {
    return this.#entries[0];
  }

  get last() {
    return this.#entries[this.length - 1];
  }

  /** Whether the room's newest message is here, and what is new comes by itself. */
  get live() {
    return this.loaded && !this.newer.more;
  }

  /** Whether everything after `id` is here, up to where the log ends. */
  reaches(id) {
    return this.loaded && (!this.older.more || this.older.reach <= id + 1);
  }

  /** The server's answer to what is beyond the older end, folded in by `put`. */
  reachedOlder({ messages, more }) {
    this.loaded = true;
    Object.assign(this.older, { more, reach: messages[0]?.id ?? this.older.reach });
    this.#shorten(() => this.#dropNewest());
  }

  /** The same of the newer end. */
  reachedNewer({ messages, more }) {
    this.loaded = true;
    const reach = messages.at(-1)?.id ?? this.newer.reach;
    // What was told while this page was under way is not in it.
    Object.assign(this.newer, { reach, more: more || this.#heard > reach });
    this.#shorten(() => this.#dropOldest());
  }

  /** The same of what is around a message. */
  reachedAround({ messages, more, newer }) {
    Object.assign(this.older, { more, reach: messages[0]?.id ?? this.older.reach });
    this.reachedNewer({ messages, more: newer });
  }

  /** A new message of the room. Beyond a gap it is not for here, nor where it would take from the reader. */
  take(entry) {
    this.#heard = Math.max(this.#heard, entry.id);
    if (!this.newer.more && this.#full && !this.following) this.#leave(this.last.id);
    if (this.newer.more) return;
    this.put(entry);
    this.#shorten(() => this.#dropOldest());
  }

  put(entry) {
    const at = this.#position(entry.id);
    if (this.#entries[at]?.id === entry.id) return;
    const now = this.#late.filter((change) => targetOf(change) === entry.id).reduce(changed, entry);
    this.#entries.splice(at, 0, now);
    this.#characters += sizeOf(now);
  }

  /** Something was done to a message of the room, be it here or not. */
  change(entry) {
    if (!this.older.loading && !this.newer.loading) this.#late = [];
    else if (this.#late.push(entry) > LATE) this.#late.shift();
    const at = this.#position(targetOf(entry));
    const before = this.#entries[at];
    if (before?.id !== targetOf(entry)) return;
    this.#entries[at] = changed(before, entry);
    this.#characters += sizeOf(this.#entries[at]) - sizeOf(before);
  }

  /** What is here already as it is by now, where what was done to it may not have been heard. */
  renew(entries) {
    for (const entry of entries) {
      const at = this.#position(entry.id);
      const before = this.#entries[at];
      if (before?.id !== entry.id || (before.changed ?? 0) >= (entry.changed ?? 0)) continue;
      this.#entries[at] = entry;
      this.#characters += sizeOf(entry) - sizeOf(before);
    }
  }

  /** The entry `id` as it is now; undefined where it is not here. */
  at(id) {
    const entry = this.#entries[this.#position(id)];
    return entry?.id === id ? entry : undefined;
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

  /** What the member of an entry was called here before, where that was another name; null where not. */
  calledBefore({ id, member, nick }) {
    for (let at = this.#position(id) - 1; member && nick && at >= 0; at -= 1) {
      const before = this.#entries[at];
      if (before.member === member && before.nick) return before.nick === nick ? null : before.nick;
    }
    return null;
  }

  /** How many messages come after `from`, up to and with `to`. */
  between(from, to) {
    return this.#entries.slice(this.#position(from + 1), this.#position(to + 1)).filter(isMessage).length;
  }

  /** Whether what is here goes over the place of `id`. */
  holds(id) {
    return this.reaches(id) && this.length > 0 && id <= this.last.id;
  }

  newest(limit) {
    return this.#entries.slice(-limit);
  }

  #has(id) {
    return this.reaches(id) && (this.live || this.newer.reach >= id);
  }

  get #full() {
    return this.length >= CAPACITY || this.#characters >= CHARACTERS;
  }

  #shorten(drop) {
    while (this.length > CAPACITY || (this.#characters > CHARACTERS && this.length > 1)) drop();
  }

  #dropOldest() {
    this.#characters -= sizeOf(this.#entries.shift());
    Object.assign(this.older, { more: true, reach: this.first.id });
  }

  #dropNewest() {
    this.#characters -= sizeOf(this.#entries.pop());
    this.#leave(this.last.id);
  }

  #leave(id) {
    Object.assign(this.newer, { more: true, reach: id });
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

function sizeOf(entry) {
  return entry.message?.length ?? 0;
}
