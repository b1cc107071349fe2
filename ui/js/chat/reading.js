/**
 * The open room as it is read: a stretch of its messages that grows at both ends, or is left for another
 * one, and how far it was read. The page is told through `on`: room(log), log(log).
 */
import { History } from './history.js';
import { Logs } from './logs.js';
import { firstSince } from './moment.js';
import { RoomLog } from './room-log.js';

export class Reading {
  log = null;
  led = false; // Nothing counts as read until the reader goes on by themselves.
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
    this.rooms.add(name);
    this.log = this.#logs.open(name);
    const id = this.rooms.unread(name) ? this.rooms.seen.of(name).id : null;
    if (!this.log.begin(id)) this.#expect((next) => next.begin(id));
    this.#read();
  }

  /** Loads what is beyond an end of what is here: `older` or `newer`. */
  more(side) {
    return this.history.load(this.log, side);
  }

  /** Goes to the end, however far that is. */
  newest() {
    if (!this.log.begin(null)) this.#expect((next) => next.begin(null));
    else this.#read();
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

  async #expected(begin) {
    const next = this.#expect(begin);
    await this.history.load(next, 'newer');
    if (next !== this.#logs.coming) return null; // It has come, or something else was asked for.
    this.#logs.coming = null;
    return next.newer.problem;
  }

  /** Another stretch of the open room: what is here stays until something of that has come. */
  #expect(begin) {
    const next = new RoomLog(this.log.name);
    begin(next);
    this.#logs.coming = next;
    this.on.log(this.log);
    return next;
  }

  #changed(log) {
    if (log !== this.#logs.coming) return this.on.log(log);
    if (!log.loaded) return this.on.log(this.log);
    this.log = this.#logs.arrive();
    return this.#read();
  }

  /** A room that is not there stays in the list while somebody looks at it, or has written for it. */
  #leave(next) {
    const { name } = this.log;
    if (name !== next && this.outbox.in(name).length === 0) this.rooms.leave(name);
  }

  /** The reader has come to the message `id` of the open room. Who is at its end wants no more of it. */
  reached(id) {
    if (this.led) return;
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

  #read() {
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
