/**
 * How far each room has been read in this browser, the same in all its tabs: { messages, id }, the
 * number of the last message that was read, and how many there were up to it. The id is null where
 * only the count is known, as older versions of the page kept it.
 *
 * What was there at a first visit is remembered for all rooms at once: an entry of storage for each
 * of a thousand rooms would be a thousand changes to tell every tab of.
 */
import { olderMarks } from './older-marks.js';

const FIRST = 'read';
const START = 'read.';
const NOTHING = { messages: 0, id: 0 };

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

  /** A tab that has slept may not know yet that what it shows is another log's: that is no mark here. */
  put(room, messages, id) {
    if (this.begun(this.#log) || !this.storage.get(FIRST)) this.storage.set(START + room, [messages, id]);
  }

  /** What is read from now on is of this log. */
  enter(log, rooms) {
    this.#log = log;
    if (!this.begun(log)) this.#begin(log, rooms);
  }

  /** For somebody who was never here before, with an older version neither, all that is there has been read. */
  #begin(log, rooms) {
    const markOf = olderMarks(this.storage.address, log) ?? (({ messages, last }) => [messages, last]);
    const marks = rooms.map((room) => [room.name, markOf(room)]);
    for (const name of this.storage.names(START)) this.storage.remove(name); // Another log's.
    this.storage.set(FIRST, { log, rooms: Object.fromEntries(marks) });
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
    return isSeen(found) ? { messages: found[0], id: found[1] } : NOTHING;
  }
}

function isSeen(value) {
  return Array.isArray(value) && value.length === 2 && Number.isInteger(value[0]) && (value[1] === null || Number.isInteger(value[1]));
}
