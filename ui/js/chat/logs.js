/** The logs of the rooms this tab has open, kept current by the feed, so that going back is instant. */
import { fold } from './fold.js';
import { RoomLog } from './room-log.js';

const CAPACITY = 12; // Rooms kept; the one not visited for longest is dropped and loaded anew.

export class Logs {
  #logs = new Map();

  open(name) {
    const log = this.#logs.get(name) ?? new RoomLog(name);
    this.#logs.delete(name);
    this.#logs.set(name, log);
    if (this.#logs.size > CAPACITY) this.#logs.delete(this.#logs.keys().next().value);
    return log;
  }

  take(entries) {
    for (const entry of entries) {
      const log = this.#logs.get(entry.room);
      if (log) fold(log, [entry], { isNew: true });
    }
  }

  clear() {
    this.#logs.clear();
  }
}
