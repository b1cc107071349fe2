/**
 * Which rooms there are and how much of each has been read. The server counts messages, this
 * browser remembers the count at the last look; unread is the difference, the same in all tabs.
 */
const SEEN = 'seen.';
const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

export class Rooms {
  #rooms = new Map(); // name -> { messages, last }

  constructor({ storage, lobby }) {
    Object.assign(this, { storage, lobby });
    this.#rooms.set(lobby, { messages: 0, last: 0 });
  }

  /** The server's list. For somebody who was never here before, nothing counts as unread. */
  load(list, { firstVisit }) {
    for (const { name, messages, last } of list) {
      this.#rooms.set(name, { messages, last: last ?? 0 });
      if (firstVisit) this.storage.set(SEEN + name, messages);
    }
  }

  /** The counts belong to another log. */
  forget() {
    this.#rooms.clear();
    this.#rooms.set(this.lobby, { messages: 0, last: 0 });
    for (const name of this.storage.names(SEEN)) this.storage.remove(name);
  }

  /** A room exists by being named. */
  add(name) {
    if (!this.#rooms.has(name)) this.#rooms.set(name, { messages: 0, last: 0 });
  }

  /** One more message; those `mine` are read by having been written. */
  count(entry, mine) {
    this.add(entry.room);
    const room = this.#rooms.get(entry.room);
    if (entry.id <= room.last) return;
    const wasRead = this.unread(entry.room) === 0;
    room.messages += 1;
    room.last = entry.id;
    if (mine && wasRead) this.markRead(entry.room);
  }

  markRead(name) {
    if (this.unread(name)) this.storage.set(SEEN + name, this.#rooms.get(name).messages);
  }

  unread(name) {
    const { messages } = this.#rooms.get(name) ?? { messages: 0 };
    return Math.max(0, messages - this.storage.get(SEEN + name, 0));
  }

  get totalUnread() {
    return this.names.reduce((total, name) => total + this.unread(name), 0);
  }

  /** The lobby, then by name: a list that stands still can be clicked. */
  get names() {
    const rank = (name) => (name === this.lobby ? 0 : 1);
    return [...this.#rooms.keys()].sort((a, b) => rank(a) - rank(b) || byName.compare(a, b));
  }

  watch(changed) {
    return this.storage.watch(SEEN, changed);
  }
}
