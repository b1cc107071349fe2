/**
 * How far a member has read, the same on all devices: what this browser knows of it (seen.js) and what the
 * chat keeps, put together. What is read here is `untold` until the chat has it; that is kept, and so
 * outlives the page and being offline.
 *
 * Neither side goes backwards: of two numbers the greater one holds. But somebody may want a room to be unread
 * from a message on, wherever that is: so where nothing of a room is untold, what the chat says of it holds.
 */
import { olderMarks } from './older-marks.js';
import { EVERY_ROOM } from './room-name.js';

const ACCORD = 'marks'; // In the storage: with which `member`'s marks those here were put together, whether the chat has their `base`, and `at` which entry that is.
const START = 'untold.';

export class Marks {
  #kept = false; // Whether the chat keeps marks for us: we are a member.

  /** `counted(room)` is { messages, last } as far as is known, `names()` those of all rooms. */
  constructor({ storage, seen, counted, names }) {
    Object.assign(this, { storage, seen, counted, names });
  }

  /** The rooms of which something is to be told. */
  get untold() {
    return this.storage.names(START).map((name) => name.slice(START.length));
  }

  /** Whether somebody waits for one of these to be told. */
  get awaited() {
    return this.untold.some((room) => this.#isAwaited(room));
  }

  /**
   * The chat's list of `rooms`, with what it keeps of each for `member`; `read` is how far all of them are
   * read, undefined where it keeps nothing for us. `before` is what was untold when it was asked.
   */
  learn(rooms, { log, member, read, cursor, before }) {
    this.seen.enter(log);
    this.#kept = read !== undefined;
    const knows = this.#kept && (read > 0 || rooms.some((room) => room.read > 0));
    const accord = this.seen.begun(log) ? this.storage.get(ACCORD) : this.#begin(rooms, { log, knows, member, cursor });
    if (!this.#kept) return;
    const other = accord !== null && accord.member !== member;
    if (knows && other) this.#replace(log, rooms);
    else if (knows) for (const { name, read: id, read_messages: messages } of rooms) this.#take(name, { id, messages }, { back: accord !== null && !before.includes(name) });
    const base = read > 0;
    this.storage.set(ACCORD, { member, base, at: base || other ? null : accord?.at ?? null });
  }

  /** Rooms that we may read only now. */
  meet(rooms) {
    for (const { name, read, read_messages: messages } of rooms) if (read > 0) this.#take(name, { id: read, messages });
  }

  /** What the chat has said of rooms just now; whether of how far they are read. Other devices may have read on, or want something to be unread. */
  hear(now) {
    if (!Object.values(now).some(({ read }) => read !== undefined)) return false;
    for (const [room, { read, read_messages: messages }] of Object.entries(now)) {
      if (read !== undefined && room !== EVERY_ROOM) this.#take(room, { id: read, messages }, { back: true });
    }
    const all = now[EVERY_ROOM]?.read;
    if (all > 0) for (const room of this.names()) if (now[room]?.read === undefined && this.#isUnread(room)) this.#take(room, { id: all });
    return true;
  }

  /** A room was read so far, here; or it is to be unread from there on: `back`. Somebody waits for that. */
  put(room, mark, { back = false } = {}) {
    if (!this.seen.put(room, mark) || !this.#kept) return;
    const untold = this.storage.get(START + room);
    if (!untold || (back && !untold.awaited)) this.storage.set(START + room, { back, awaited: back });
  }

  /** All there is has been read, up to the entry `id`. Answers what puts the marks back as they were, but for rooms that were read on since. */
  putAll(id) {
    const before = this.names().filter((name) => this.#isUnread(name)).map((room) => [room, this.seen.of(room)]);
    const untold = this.untold.map((room) => [room, this.storage.get(START + room)]);
    for (const [room] of before) this.seen.put(room, { messages: this.counted(room).messages, id });
    for (const [room] of untold) this.storage.remove(START + room);
    if (this.#kept) this.storage.set(START + EVERY_ROOM, { id });
    return () => this.#putBack({ before, untold, id });
  }

  /** The chat may have been told of it already, or is just now. Else what was `untold` before is so again. */
  #putBack({ before, untold, id }) {
    if (this.storage.get(START + EVERY_ROOM)?.id === id) {
      this.storage.remove(START + EVERY_ROOM);
      for (const [room, state] of untold) if (!this.storage.get(START + room)) this.storage.set(START + room, state);
    }
    for (const [room, mark] of before) if (this.seen.of(room).id === id) this.put(room, mark, { back: true });
  }

  /** What to tell next, of rooms that are `open`: { room, id, … } of a request; null for nothing. `cursor` is how far the log is known. */
  next({ cursor, open }) {
    const untold = this.#kept ? this.untold : [];
    const all = this.storage.get(START + EVERY_ROOM);
    if (all) return { room: EVERY_ROOM, id: all.id };
    if (untold.length && !this.storage.get(ACCORD)?.base) return this.#base(cursor);
    const [room] = untold.filter((name) => open(name) && this.seen.of(name).id !== null)
      .sort((one, other) => this.#isAwaited(other) - this.#isAwaited(one));
    return room === undefined ? null : this.#request(room, cursor);
  }

  /** The chat was told so. What was read meanwhile is still to be told. */
  told({ room, id, back = false }) {
    if (room === EVERY_ROOM) {
      this.storage.set(ACCORD, { ...this.storage.get(ACCORD), base: true, at: null });
      if ((this.storage.get(START + room)?.id ?? 0) <= id) this.storage.remove(START + room);
      return;
    }
    const untold = this.storage.get(START + room);
    const further = this.seen.of(room).id > id || (untold?.back && !back);
    if (!further) this.storage.remove(START + room);
  }

  /** There is no such room. */
  drop({ room }) {
    this.storage.remove(START + room);
  }

  watch(changed) {
    this.storage.watch(START, changed);
  }

  /** For somebody who was never here before, with an older version of the page neither, all that is there has been read. */
  #begin(rooms, { log, knows, member, cursor }) {
    for (const room of this.untold) this.storage.remove(START + room); // Another log's.
    this.storage.remove(ACCORD);
    const older = olderMarks(this.storage.address, log);
    if (!older && knows) {
      this.#replace(log, rooms);
      return { member };
    }
    const markOf = (room) => (older ? older(room) : [room.messages, room.last ?? 0]);
    this.seen.begin(log, rooms.map((room) => [room.name, fields(markOf(room))]));
    return older ? null : { member, at: cursor };
  }

  /** What the chat keeps holds, and nothing else. */
  #replace(log, rooms) {
    for (const room of this.untold) this.storage.remove(START + room);
    this.seen.begin(log, rooms.map(({ name, read, read_messages: messages }) => [name, this.#mark(name, { id: read, messages })]));
  }

  /** What the chat says of a room is put together with what is known here; it is less only where somebody set it `back`. */
  #take(room, { id, messages = null }, { back = false } = {}) {
    const mine = this.seen.of(room);
    const untold = this.storage.get(START + room);
    if (untold?.back || (untold && mine.id === null)) return;
    if (mine.id === null || id > mine.id || (id < mine.id && back && !untold)) this.seen.put(room, this.#mark(room, { id, messages }));
    else if (id === mine.id && messages !== null && mine.least) this.seen.put(room, { messages, id });
    if (untold && id >= mine.id) this.storage.remove(START + room);
  }

  /** Where nobody said how many messages that are, one at least is left of those that came later. */
  #mark(room, { id, messages = null }) {
    const { messages: all, last } = this.counted(room);
    if (id === 0) return { messages: 0, id };
    if (messages !== null) return { messages, id };
    return last <= id ? { messages: all, id } : { messages: Math.max(0, all - 1), id, least: true };
  }

  /** Before the chat is told of one room it is told of all: what is unread among them is set back then. */
  #base(cursor) {
    const accord = this.storage.get(ACCORD);
    const id = accord.at ?? cursor;
    const behind = (room) => this.#isUnread(room) && (this.seen.of(room).id ?? id) < id;
    for (const room of this.names().filter(behind)) this.storage.set(START + room, { back: true });
    this.storage.set(ACCORD, { ...accord, at: id });
    return { room: EVERY_ROOM, id };
  }

  /** Who has read all of a room has read what was changed in it as well: so far as the log is known. */
  #request(room, cursor) {
    const { messages, id, least } = this.seen.of(room);
    const { back } = this.storage.get(START + room);
    return { room, id: this.#isUnread(room) ? id : Math.max(id, cursor), ...(!least && { messages }), ...(back && { back }) };
  }

  #isAwaited(room) {
    return Number(Boolean(this.storage.get(START + room)?.awaited));
  }

  #isUnread(room) {
    return this.counted(room).messages > this.seen.of(room).messages;
  }
}

function fields([messages, id]) {
  return { messages, id };
}
