/**
 * The one held request. Asks again at once after an answer, backs off after a failure, and says
 * when the server comes and goes.
 *
 * While it is not sure that the server is there it asks with wait=0: a held request answers
 * only when there is news, and 'connected' must not wait for somebody to write something.
 */
const WAIT = 25; // Seconds; the server's own default.
const HASTY = 300; // Milliseconds; an empty answer sooner than this was not held at all.

export class Poll {
  #run = 0;
  #request = null;
  #sure = false;

  constructor({ api, backoff, cursor, onAnswer, onUp, onDown }) {
    Object.assign(this, { api, backoff, cursor, onAnswer, onUp, onDown });
  }

  start() {
    this.stop();
    this.#sure = false;
    this.#loop(this.#run);
  }

  stop() {
    this.#run += 1;
    this.#request?.abort();
    this.backoff.wake();
  }

  /** Try now: ends a wait, and doubts a request that may be parked on a dead connection. */
  retry() {
    this.#sure = false;
    this.#request?.abort();
    this.backoff.wake();
  }

  async #loop(run) {
    while (run === this.#run) {
      await this.#turn(run);
    }
  }

  async #turn(run) {
    const since = this.cursor();
    const begun = performance.now();
    try {
      const answer = await this.#ask(since);
      if (run !== this.#run) return;
      this.#up();
      this.onAnswer(since, answer);
      if (this.#hasty(answer, begun)) await this.backoff.pause(1000);
    } catch (error) {
      if (error.status === undefined) throw error;
      if (run === this.#run && !error.aborted) await this.#down(error);
    }
  }

  #ask(since) {
    this.#request = new AbortController();
    this.wait = this.#sure ? WAIT : 0;
    return this.api.changes({ since, wait: this.wait, signal: this.#request.signal });
  }

  #up() {
    if (this.#sure) return;
    this.#sure = true;
    this.backoff.reset();
    this.onUp();
  }

  async #down(error) {
    this.#sure = false;
    const delay = this.backoff.next(error.retryAfter);
    this.onDown({ delay, description: error.permanent ? error.description : null });
    await this.backoff.pause(delay);
  }

  /** A server that is shutting down, or a proxy, answers a poll without holding it: do not spin. */
  #hasty(answer, begun) {
    return this.wait > 0 && !answer.messages.length && performance.now() - begun < HASTY;
  }
}
