/**
 * Rooms to which the chat takes no message for now, as it said itself: who made many rooms waits
 * before the next one. What is written in other rooms does not wait for that.
 */
import { Backoff } from './backoff.js';

export class Rests {
  #backoffs = new Map(); // room -> how long to wait next time; gone with the next message it takes
  #timers = new Map(); // room -> the end of its rest

  /** `onOver()` is called when a room may be tried again. */
  constructor({ onOver }) {
    this.onOver = onOver;
  }

  has(room) {
    return this.#timers.has(room);
  }

  begin(room, retryAfter) {
    const backoff = this.#backoffs.get(room) ?? new Backoff();
    this.#backoffs.set(room, backoff);
    this.#timers.set(room, setTimeout(() => this.#over(room), backoff.next(retryAfter)));
  }

  #over(room) {
    this.#timers.delete(room);
    this.onOver();
  }

  /** The chat takes what is written there. */
  forget(room) {
    this.#backoffs.delete(room);
  }

  clear() {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#backoffs.clear();
  }
}
