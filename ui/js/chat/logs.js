/** The logs of the rooms this tab has open, kept current by the feed, so that going back is instant. */
import { fold } from './fold.js';
import { RoomLog } from './room-log.js';

const CAPACITY = 12; // Rooms kept; the one not visited for longest is dropped and loaded anew.

export class Logs {
  coming = null; // Another stretch of the open room, which takes the place of its log once something of it is here.
  #logs = new Map();

  open(name) {
    this.coming = null;
    const log = this.#logs.get(name) ?? new RoomLog(name);
    this.#logs.delete(name);
    this.#logs.set(name, log);
    if (this.#logs.size > CAPACITY) this.#logs.delete(this.#logs.keys().next().value);
    return log;
  }

  /** What was coming has come. */
  arrive() {
    const log = this.coming;
    this.coming = null;
    this.#logs.set(log.name, log);
    return log;
  }

  take(entries) {
    for (const entry of entries) {
      for (const log of [this.#logs.get(entry.room), this.coming]) {
        if (log?.name === entry.room) fold(log, [entry], { isNew: true });
      }
    }
  }

  /** Nothing of the room is kept. */
  drop(name) {
    this.#logs.delete(name);
  }

  holds(log) {
    return this.#logs.get(log.name) === log;
  }

  clear(kept) {
    this.coming = null;
    this.#logs.clear();
    if (kept) this.#logs.set(kept.name, kept);
  }
}
