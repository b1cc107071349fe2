/**
 * Carries the outbox to the server, one message or change at a time and those of a room in order. Only the leading tab's
 * courier is on duty. A message keeps its key through every try, so the server stores it once
 * however often the answer was lost. While a try is under way nobody takes the message back.
 */
import { outlived } from './api-error.js';
import { FRESH } from './doubts.js';
import { Rests } from './rests.js';

const LATE = 3000; // Milliseconds; after so long the connection may be dead, and the poll's as well.

export class Courier {
  #request = null;
  #begun = 0;
  #onDuty = false;
  #busy = false;
  #released = false; // Since the last try began.
  #asked = false; // The server asked for the pause that is on.

  /** `chat()` is whose the outbox is; `onOther()` hears that another chat is there, or a closed door. `id` tells its tries from those of another tab's courier. */
  constructor({ api, outbox, id, backoff, cursor, chat, onLate, onOther }) {
    Object.assign(this, { api, outbox, id, backoff, cursor, chat, onLate, onOther });
    this.rests = new Rests({ onOver: () => this.wake() });
    this.holds = new Rests({ onOver: () => this.wake() }); // By what was decided about the room, or about us.
  }

  /** The other couriers are off duty; what they had under way may have arrived, or not. */
  takeOver() {
    this.outbox.endOthers(this.id);
  }

  start() {
    this.#onDuty = true;
    this.wake();
  }

  stop() {
    this.#onDuty = false;
    this.backoff.wake();
    this.rests.clear();
    this.holds.clear();
  }

  /** What was decided about rooms or about us is another matter now. Who was too fast still is. */
  release() {
    this.#released = true; // Also for what is under way, and is refused by what held before.
    this.holds.clear();
    this.wake();
  }

  /** There may be something to carry. Does not cut a pause short: the server may have asked for it. */
  wake() {
    if (this.#onDuty && !this.#busy) this.#round();
  }

  /**
   * There is a reason to try again now; not where the server said when. What is under way may still
   * fail for the former reason, and then waits no longer than after a first failure.
   */
  retry() {
    if (!this.#asked) {
      this.backoff.reset();
      this.backoff.wake();
    }
    this.wake();
  }

  /** What is under way may be on a dead connection: it is sent again at once. */
  doubt() {
    if (performance.now() - this.#begun > FRESH) this.#request?.abort();
  }

  async #round() {
    this.#busy = true;
    try {
      for (let item = this.#next(); this.#onDuty && item; item = this.#next()) {
        await this.#carry(item);
      }
    } finally {
      this.#busy = false;
    }
  }

  #next() {
    return this.outbox.next((room) => !this.rests.has(room) && !this.holds.has(room));
  }

  async #carry(item) {
    if (!this.outbox.begin(item.key, this.id)) return;
    try {
      const { id } = await this.#publish(item);
      if (id === undefined) this.outbox.remove(item.key); // It was so already: no entry tells it.
      else this.outbox.change(item.key, { state: 'sent', id, trying: undefined });
      this.backoff.reset();
      this.rests.forget(item.room);
      this.holds.forget(item.room);
      this.outbox.settle(this.cursor());
    } catch (error) {
      const failed = outlived(error);
      if (this.outbox.end(item.key, this.id, failed?.own)) await (failed ? this.#failed(item, failed) : this.#later());
    }
  }

  async #failed(item, error) {
    if (error.aborted) return;
    const moved = error.otherChat || error.outside;
    if (moved) this.onOther();
    if (error.held) this.#hold(item, error);
    else if (error.permanent && !moved) this.#refuse(item, error);
    else if (error.tooFast) this.#rest(item, error);
    else await this.#later(error);
  }

  async #publish(item) {
    this.#begun = performance.now();
    this.#released = false;
    this.#request = new AbortController();
    const late = setTimeout(() => this.onLate(), LATE);
    try {
      return await this.api.publish(item, { log: this.chat(), signal: this.#request.signal });
    } finally {
      clearTimeout(late);
    }
  }

  #refuse(item, { description }) {
    this.outbox.change(item.key, { state: 'refused', problem: description });
  }

  /** Until it is decided otherwise: `release` is told. The page knows what to say. */
  #hold({ room }, { seconds }) {
    this.outbox.markWaiting({ room, problem: null });
    if (!this.#released) this.holds.begin(room, seconds);
  }

  #rest({ room }, { reason, retryAfter, decided }) {
    this.outbox.markWaiting({ room, problem: reason });
    (decided ? this.holds : this.rests).begin(room, retryAfter);
  }

  async #later({ reason, retryAfter } = {}) {
    this.outbox.markWaiting({ problem: reason ?? null });
    this.#asked = retryAfter > 0;
    await this.backoff.pause(this.backoff.next(retryAfter));
    this.#asked = false;
  }
}
