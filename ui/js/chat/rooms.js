/**
 * Which rooms there are and how much of each has been read. The server counts messages, this
 * browser remembers how far it was read; unread is the difference.
 */
import { small } from './room-name.js';
import { Seen } from './seen.js';

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

export class Rooms {
  #rooms = new Map(); // name -> { messages, last }
  #there = new Set(); // Names that the server has, as far as is known; others are looked at only.
  #names = null; // In order, until there are others.

  constructor({ storage, lobby }) {
    this.lobby = lobby;
    this.seen = new Seen(storage);
    this.made(lobby);
  }

  /** The server's list. For somebody who was never here before, nothing counts as unread. */
  load(list, { log }) {
    const rooms = list.map(({ name, messages, last }) => ({ name, messages, last: last ?? 0 }));
    for (const { name, messages, last } of rooms) {
      this.#put(name, { messages, last });
      this.#there.add(name);
    }
    this.seen.enter(log, rooms);
  }

  /** They are another log's. */
  forget() {
    this.#rooms.clear();
    this.#there.clear();
    this.made(this.lobby);
  }

  /** Somebody looks at it, whether it is there or not. */
  add(name) {
    if (!this.#rooms.has(name)) this.#put(name, { messages: 0, last: 0 });
  }

  /** It is there. */
  made(name) {
    this.add(name);
    this.#there.add(name);
  }

  /** The room that `name` means, however its letters are written. */
  called(name) {
    const wanted = small(name);
    if (this.#there.has(name)) return name;
    if (this.#there.has(wanted)) return wanted;
    return [...this.#there].sort().find((room) => small(room) === wanted) ?? wanted;
  }

  /** Nobody looks at it any more. */
  leave(name) {
    if (this.#there.has(name)) return;
    this.#rooms.delete(name);
    this.#names = null;
  }

  /** One more message; those `mine` are read by having been written. */
  count(entry, mine) {
    this.made(entry.room);
    const room = this.#rooms.get(entry.room);
    if (entry.id <= room.last) return;
    const wasRead = this.unread(entry.room) === 0;
    room.messages += 1;
    room.last = entry.id;
    if (mine && wasRead) this.markRead(entry.room);
  }

  markRead(name) {
    const { messages, last } = this.#rooms.get(name);
    if (this.unread(name)) this.seen.put(name, messages, last);
  }

  /** It was read further, up to the message `id`, by so many messages. */
  readTo(name, id, messages) {
    const seen = this.seen.of(name);
    if (id > seen.id) this.seen.put(name, seen.messages + messages, id);
  }

  unread(name) {
    const { messages } = this.#rooms.get(name) ?? { messages: 0 };
    return Math.max(0, messages - this.seen.of(name).messages);
  }

  get totalUnread() {
    let total = 0;
    for (const name of this.#rooms.keys()) total += this.unread(name);
    return total;
  }

  /** The lobby, then by name: a list that stands still can be clicked. The same list as long as it
   * would say the same. */
  get names() {
    const rank = (name) => (name === this.lobby ? 0 : 1);
    this.#names ??= [...this.#rooms.keys()].sort((a, b) => rank(a) - rank(b) || byName.compare(a, b));
    return this.#names;
  }

  watch(changed) {
    this.seen.watch(changed);
  }

  #put(name, room) {
    if (!this.#rooms.has(name)) this.#names = null;
    this.#rooms.set(name, room);
  }
}
