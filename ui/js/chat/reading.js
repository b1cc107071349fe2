/**
 * The open room as it is read: a stretch of its messages that grows at both ends, or is left for another
 * one, and how far it was read. The page is told through `on`: room(log), log(log), marked() where another mark holds.
 */
import { History } from './history.js';
import { Logs } from './logs.js';
import { firstSince } from './moment.js';
import { RoomLog } from './room-log.js';

const SETTLED = 500; // Milliseconds in which two devices that read on at once hear of each other.

export class Reading {
  log = null;
  led = false; // Nothing counts as read until the reader goes on by themselves.
  #aside = false; // Nor here, until it is opened again: the reader wants it to be unread.
  #before = 0; // Messages that were read when it was opened.
  #furthest = 0; // How far it has been read since.
  #logs = new Logs();

  /** `ready()` says whether the chat is known already, `onPage(entries)` is told what was read of it. */
  constructor({ api, rooms, outbox, visible, ready, on, onPage }) {
    Object.assign(this, { api, rooms, outbox, ready, on });
    this.history = new History({
      api,
      visible,
      wanted: (log) => log === this.log || log === this.#logs.coming,
      onChange: (log) => this.#changed(log),
      onPage,
    });
  }

  /** Makes `name` the room that is read: from where it was left, or at its end. Who is `led` there, to a message of it, has read nothing by that. */
  open(name, { led = this.led } = {}) {
    this.led = led;
    if (this.log) this.#leave(name);
    if (name !== this.log?.name) this.#aside = false;
    this.rooms.add(name);
    this.log = this.#logs.open(name);
    const seen = this.rooms.seen.of(name);
    const id = this.rooms.unread(name) ? seen.id : null;
    this.#before = seen.messages;
    this.#furthest = seen.id ?? 0;
    if (!this.log.begin(id)) this.#expect((next) => next.begin(id), id);
    this.#show();
  }

  /** Loads what is beyond an end of what is here: `older` or `newer`. */
  more(side) {
    return this.history.load(this.log, side);
  }

  /** Goes to the end, however far that is. */
  newest() {
    const { mark } = this.log;
    if (!this.log.begin(null)) this.#expect((next) => next.begin(null), mark);
    else {
      this.log.mark = mark;
      this.#show();
    }
    this.fill();
  }

  /** Whether the end of the open room is asked for, and not here yet. */
  get returning() {
    return this.#logs.coming?.landing === null;
  }

  /** Whether another stretch of the open room is to take the place of what is here. */
  get moving() {
    return this.#logs.coming !== null;
  }

  /**
   * Goes to the first message at or after `time`, in milliseconds since 1970. Answers why that did
   * not work, or null.
   */
  async jump(time) {
    const { name } = this.log;
    const id = await firstSince(this.api, { room: name, time });
    if (name !== this.log.name) return null;
    return this.#expected((log) => log.place(id - 1));
  }

  /** Goes to the message `id`, with what is around it. Answers as `jump`. */
  visit(id) {
    return this.#expected((log) => log.centre(id));
  }

  /** Goes to the first message that is new since the room was opened. */
  toNews() {
    const { mark } = this.log;
    return this.#expected((log) => log.begin(mark));
  }

  async #expected(begin) {
    const next = this.#expect(begin);
    await this.history.load(next, 'newer');
    if (next !== this.#logs.coming) return null; // It has come, or something else was asked for.
    this.#logs.coming = null;
    return next.newer.problem;
  }

  /** Another stretch of the open room: what is here stays until something of that has come. What is new stays so. */
  #expect(begin, mark = this.log.mark) {
    const next = new RoomLog(this.log.name);
    begin(next);
    next.mark = mark;
    this.#logs.coming = next;
    this.on.log(this.log);
    return next;
  }

  #changed(log) {
    this.#count(log);
    if (log !== this.#logs.coming) return this.on.log(log);
    if (!log.loaded) return this.on.log(this.log);
    this.log = this.#logs.arrive();
    return this.#show();
  }

  /** A room that is not there stays in the list while somebody looks at it, or has written for it. */
  #leave(next) {
    const { name } = this.log;
    if (name !== next && this.outbox.in(name).length === 0) this.rooms.leave(name);
  }

  /** The reader has come to the message `id` of the open room. Who is at its end wants no more of it. */
  reached(id) {
    if (this.led || this.#aside) return;
    const { name } = this.log;
    const { id: seen } = this.rooms.seen.of(name);
    if (this.log.live && id === this.log.last.id) this.rooms.markRead(name);
    else if (seen !== null && this.log.reaches(seen)) this.rooms.readTo(name, id, this.log.between(seen, id));
  }

  /** The last message of the open room that was read. */
  get seen() {
    return this.rooms.seen.of(this.log.name).id;
  }

  get unread() {
    return this.rooms.unread(this.log.name);
  }

  /** How many messages came after the mark of the open room: { count, least } where there may be more. */
  get fresh() {
    const { log, rooms } = this;
    if (log.live && log.reaches(log.mark)) return { count: log.between(log.mark, log.last?.id ?? 0), least: false };
    return { count: Math.max(0, rooms.messages(log.name) - this.#before), least: rooms.uncounted(log.name) };
  }

  /** All of it was read, says the reader. */
  markRead() {
    this.#aside = false;
    this.log.mark = null;
    this.rooms.markRead(this.log.name);
  }

  /** So was all that is in any room. Answers what undoes that. */
  markAllRead(cursor) {
    const { log } = this;
    const before = [log.mark, this.#aside, this.#furthest];
    this.#aside = false;
    log.mark = null;
    const undo = this.rooms.readAll(cursor);
    return () => {
      if (log === this.log && log.mark === null) [log.mark, this.#aside, this.#furthest] = before; // First: else it would seem to be another device's.
      undo();
    };
  }

  /** It is to be unread from the message `id` on, until it is opened again. */
  markUnread(id) {
    const { log } = this;
    this.#aside = true;
    log.mark = id - 1;
    this.rooms.unreadAfter(log.name, log.mark, { ...this.#after(log), back: true });
    [this.#before, this.#furthest] = [this.rooms.seen.of(log.name).messages, log.mark];
  }

  /** Something else is read now, perhaps by another tab. Who wanted the open room to be unread on another device wants it here, too. */
  remarked() {
    const { id } = this.rooms.seen.of(this.log?.name);
    if (id !== null && id < this.#furthest) setTimeout(() => this.#follow(), SETTLED);
    this.#furthest = Math.max(this.#furthest, id ?? 0);
  }

  #follow() {
    const { log } = this;
    const { id, messages } = this.rooms.seen.of(log.name);
    if (id === null || id >= this.#furthest) return;
    Object.assign(log, { mark: id });
    [this.#aside, this.#before, this.#furthest] = [true, messages, id];
    this.on.marked();
  }

  /** How many messages come after its mark, counted from where that is known. */
  #after(log) {
    const { name, mark } = log;
    if (log.live) return { count: log.between(mark, log.last.id) };
    const { id: seen } = this.rooms.seen.of(name);
    const unread = this.rooms.unread(name);
    if (seen === null || !log.holds(seen)) return { count: unread + log.between(mark, log.last.id), least: true };
    return { count: unread + log.between(mark, seen) - log.between(seen, mark) };
  }

  /** Of what was read elsewhere it may be known only how far: here it is counted. */
  #count(log) {
    if (!this.rooms.uncounted(log.name) || !log.live) return;
    const { id } = this.rooms.seen.of(log.name);
    if (log.reaches(id)) this.rooms.unreadAfter(log.name, id, { count: log.between(id, log.last?.id ?? 0) });
  }

  #show() {
    this.on.room(this.log);
    this.fill();
  }

  /** What comes new into any room. */
  take(entries) {
    this.#logs.take(entries);
  }

  /** There is a reason to ask again now for what could not be had. */
  wake() {
    for (const log of [this.log, this.#logs.coming]) if (log) this.history.wake(log);
  }

  /** Nothing of a room is kept. */
  drop(name) {
    this.#logs.drop(name);
  }

  /** Something was missed: what is here goes, but for what lies before that in the `same` log, and is read anew. */
  clear({ same }) {
    const farBack = same && this.log.loaded && this.log.newer.more;
    this.#logs.clear(farBack ? this.log : null);
    if (farBack) this.history.renew(this.log);
  }

  /** Whether what is read is still kept. */
  get kept() {
    return this.#logs.holds(this.log);
  }

  /** Asks for what is to be read, where nothing of it is here. */
  fill() {
    if (!this.ready()) return;
    for (const log of [this.log, this.#logs.coming]) {
      if (log && !log.loaded) this.history.load(log, log.newer.more ? 'newer' : 'older');
    }
  }
}
