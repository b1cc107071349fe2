/**
 * How far each room has been read in this browser, the same in all its tabs: { messages, id, least }, the
 * number of the last entry that was read, and how many messages there were up to it. The id is null
 * where only the count is known, as older versions of the page kept it; `least` says that the count is
 * only as many as there may be at most, as where all that is known is a number that another device said.
 *
 * What was there at a first visit is remembered for all rooms at once: an entry of storage for each
 * of a thousand rooms would be a thousand changes to tell every tab of.
 */
const FIRST = 'read';
const START = 'read.';
const NOTHING = { messages: 0, id: 0, least: false };

export class Seen {
  #known = new Map(); // room -> what storage says of it, as long as nobody changes that
  #first = null;
  #log = null;

  constructor(storage) {
    this.storage = storage;
  }

  of(room) {
    if (!this.#known.has(room)) this.#known.set(room, this.#stored(room));
    return this.#known.get(room);
  }

  /** Whether this browser knows what was there at its first visit to this log. */
  begun(log) {
    return this.storage.get(FIRST)?.log === log;
  }

  /**
   * Whether it was put: a tab that has slept may not know yet that what it shows is another log's, and
   * that is no mark here.
   */
  put(room, { messages, id, least = false }) {
    const ours = this.begun(this.#log) || !this.storage.get(FIRST);
    if (ours) this.storage.set(START + room, kept({ messages, id, least }));
    return ours;
  }

  /** What is read from now on is of this log. */
  enter(log) {
    this.#log = log;
  }

  /** All that was read is `marks`, by rooms. */
  begin(log, marks) {
    for (const name of this.storage.names(START)) this.storage.remove(name); // Another log's, or another member's.
    this.storage.set(FIRST, { log, rooms: Object.fromEntries([...marks].map(([room, mark]) => [room, kept(mark)])) });
  }

  watch(changed) {
    this.storage.watch(FIRST, (name) => {
      if (name.startsWith(START)) this.#known.delete(name.slice(START.length));
      else this.#reread();
      changed();
    });
  }

  #reread() {
    this.#known.clear();
    this.#first = null;
  }

  #stored(room) {
    this.#first ??= new Map(Object.entries(this.storage.get(FIRST)?.rooms ?? {}));
    const found = this.storage.get(START + room) ?? this.#first.get(room);
    return isSeen(found) ? { messages: found[0], id: found[1], least: found.length > 2 } : NOTHING;
  }
}

function kept({ messages, id, least }) {
  return least ? [messages, id, 'least'] : [messages, id];
}

function isSeen(value) {
  return Array.isArray(value) && (value.length === 2 || value.length === 3)
    && Number.isInteger(value[0]) && (value[1] === null || Number.isInteger(value[1]));
}
