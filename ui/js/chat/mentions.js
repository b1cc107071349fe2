/**
 * Where the reader is named and has not read it: what the chat told of rooms, and what was heard since.
 * Who is ignored names nobody.
 */
import { targetOf } from '../kinds/table.js';

const HERE = 'here';
const VISITED = 'visited'; // In the storage: those to which one was led, whatever is read before them.
const MOST = 200; // Of these.

export class Mentions {
  #found = new Map(); // message -> { id, at, room, member }: `at` is the number of the entry that named them
  #read = new Map(); // room -> up to which number it is read, where that is more than the last message

  constructor({ storage, chat }) {
    Object.assign(this, { storage, chat });
  }

  /** The chat's list of rooms, as of the number `cursor`; what came later stays. */
  learn(rooms, cursor) {
    for (const { id, at } of [...this.#found.values()]) if (at <= cursor) this.#found.delete(id);
    for (const { name, mentions = [] } of rooms) {
      for (const { id, at, member } of mentions) if (!this.#found.has(id)) this.#found.set(id, { id, at, room: name, member });
    }
    this.chat.on.mentions();
  }

  hear(entries) {
    const changed = entries.map((entry) => this.#hear(entry)).some(Boolean);
    if (changed) this.chat.on.mentions();
  }

  /** They are another log's. */
  forget() {
    this.#found.clear();
    this.#read.clear();
  }

  /** Whether a message, or the new words of one, name who reads. */
  names({ mentions, member }) {
    const me = this.chat.about.you.member;
    return member !== me && (mentions ?? []).some((one) => (one.member === undefined ? one.name === HERE : one.member === me));
  }

  /** Those of a room that are not read, the oldest first. */
  of(room) {
    return this.all.filter((one) => one.room === room);
  }

  /** How many there are of the rooms that have some. */
  get byRoom() {
    const counts = new Map();
    for (const { room } of this.all) counts.set(room, (counts.get(room) ?? 0) + 1);
    return counts;
  }

  /** Those of all rooms, the oldest first. */
  get all() {
    if (!this.#found.size) return []; // Nearly always.
    const visited = this.#visited;
    return [...this.#found.values()].filter((one) => this.#isUnread(one) && !visited.includes(one.id)).sort((one, other) => one.at - other.at);
  }

  /** Somebody looks at all of the room that there is. */
  read(room) {
    const those = this.of(room);
    if (!those.length) return;
    this.#read.set(room, Math.max(...those.map(({ at }) => at)));
    this.chat.on.mentions();
  }

  /** Somebody is led to a message. */
  visit(id) {
    this.storage.set(VISITED, [...this.#visited, id].slice(-MOST));
    this.chat.on.mentions();
  }

  /** A message is put away, or all up to a number. */
  putAway({ id, upTo = 0 }) {
    for (const one of [...this.#found.values()]) if (one.id === id || one.at <= upTo) this.#found.delete(one.id);
    this.chat.on.mentions();
  }

  get #visited() {
    const kept = this.storage.get(VISITED, []);
    return Array.isArray(kept) ? kept : [];
  }

  #hear(entry) {
    if (entry.kind === 'message') return this.names(entry) && Boolean(this.#put(entry.id, entry));
    if (entry.kind !== 'edit' && entry.kind !== 'delete') return false;
    const id = targetOf(entry);
    if (entry.kind === 'edit' && this.names(entry)) return !this.#found.has(id) && Boolean(this.#put(id, entry));
    return this.#found.delete(id);
  }

  #put(id, { id: at, room, member }) {
    return this.#found.set(id, { id, at, room, member });
  }

  #isUnread({ room, at, member }) {
    const seen = this.chat.rooms.seen.of(room).id ?? 0;
    return at > Math.max(seen, this.#read.get(room) ?? 0) && !this.chat.ignores(member);
  }
}
