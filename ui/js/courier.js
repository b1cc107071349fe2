/**
 * Carries the outbox to the server, one message at a time and in order. Only the leading tab's
 * courier is on duty. A message keeps its key through every try, so the server stores it once
 * however often the answer was lost.
 */
export class Courier {
  #onDuty = false;
  #busy = false;

  constructor({ api, outbox, backoff, cursor }) {
    Object.assign(this, { api, outbox, backoff, cursor });
  }

  start() {
    this.#onDuty = true;
    this.wake();
  }

  stop() {
    this.#onDuty = false;
    this.backoff.wake();
  }

  /** There may be something to carry. Does not cut a pause short: the server may have asked for it. */
  wake() {
    if (this.#onDuty && !this.#busy) this.#round();
  }

  /** There is a reason to try again now. */
  retry() {
    this.backoff.wake();
    this.wake();
  }

  async #round() {
    this.#busy = true;
    try {
      for (let item = this.outbox.next(); this.#onDuty && item; item = this.outbox.next()) {
        await this.#carry(item);
      }
    } finally {
      this.#busy = false;
    }
  }

  async #carry(item) {
    try {
      const { id } = await this.api.publish(item);
      this.backoff.reset();
      this.outbox.change(item.key, { state: 'sent', id });
      this.outbox.settle(this.cursor());
    } catch (error) {
      if (error.status === undefined) throw error;
      if (error.permanent) this.#refuse(item, error);
      else await this.#later(error);
    }
  }

  #refuse(item, { description }) {
    this.outbox.change(item.key, { state: 'refused', problem: description });
  }

  async #later({ retryAfter }) {
    this.outbox.markWaiting();
    await this.backoff.pause(this.backoff.next(retryAfter));
  }
}
