/**
 * The one held request. Asks again at once after an answer, backs off after a failure, and says
 * when the server comes and goes. It ends when it is stopped, and by no mistake of a listener.
 *
 * While it is not sure that the server is there it asks with wait=0: a held request answers
 * only when there is news, and 'connected' must not wait for somebody to write something.
 */
import { outlived } from './api-error.js';
import { FRESH } from './doubts.js';

const SLACK = 0.5; // Seconds between two clocks.
const HASTY = 300; // Milliseconds; an empty answer sooner than this was not held at all.
const GLANCE = 1; // Seconds that an answer to a doubt may take.
const GLANCES = 5; // A browser keeps up to five more connections to one host: all may be dead as well.

export class Poll {
  #run = 0;
  #request = null;
  #sure = false;
  #begun = -Infinity;
  #saysAway = false; // In the request that is under way.
  #glances = 0; // Left, since the last doubt.

  /** `cursor()` answers how far it is known, `away()` whether nobody has looked for a while. */
  constructor({ api, backoff, hold, cursor, away, onAnswer, onUp, onDown, onOutside }) {
    Object.assign(this, { api, backoff, hold, cursor, away, onAnswer, onUp, onDown, onOutside });
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

  /** Try now: ends a wait, and a request that may be parked on a dead connection. */
  retry() {
    this.#sure = false;
    this.#request?.abort();
    this.backoff.wake();
  }

  /** As `retry`, but not for what was asked only just now, perhaps for the same reason. */
  doubt() {
    if (this.#request && this.#held < FRESH) return;
    this.#glances = GLANCES;
    this.retry();
  }

  /** Somebody looks again: others need not be told otherwise until the request ends. */
  seen() {
    if (this.#saysAway) this.#request?.abort();
  }

  async #loop(run) {
    while (run === this.#run) {
      await this.#turn(run);
    }
  }

  async #turn(run) {
    const since = this.cursor();
    const wait = this.#sure ? this.hold.seconds : 0;
    try {
      const answer = await this.#ask(since, wait);
      if (run !== this.#run) return;
      this.#up(wait);
      this.onAnswer(since, answer, { early: this.#early(answer, wait) });
      this.backoff.reset();
      if (this.#hasty(answer, wait)) await this.backoff.pause(1000);
    } catch (error) {
      if (run !== this.#run || error.aborted || this.#glancesAgain(error)) return;
      await this.#failed(error, wait);
    }
  }

  /** The browser has closed a dead connection, and takes the next one that it kept, or a new one. */
  #glancesAgain({ late }) {
    if (!late || !this.#glances) return false;
    this.#glances -= 1;
    return true;
  }

  async #ask(since, wait) {
    this.#begun = performance.now();
    const request = new AbortController();
    this.#request = request;
    const grace = this.#glances ? GLANCE : undefined;
    const away = this.away();
    this.#saysAway = away;
    try {
      return await this.api.changes({ since, wait, away, grace, signal: request.signal });
    } finally {
      if (this.#request === request) this.#request = null;
    }
  }

  /** Milliseconds since the last request began. */
  get #held() {
    return performance.now() - this.#begun;
  }

  #up(wait) {
    if (wait) this.hold.answered(this.#held / 1000);
    this.#glances = 0;
    if (this.#sure) return;
    this.#sure = true;
    this.onUp();
  }

  async #failed(error, wait) {
    const failed = outlived(error);
    const delay = this.backoff.next(failed?.retryAfter);
    if (failed?.outside) this.onOutside();
    else if (failed) this.#down(failed, delay, wait);
    await this.backoff.pause(delay);
  }

  #down(error, delay, wait) {
    if (wait && !error.own) this.hold.lost(this.#held / 1000);
    this.#sure = false;
    // A chat that is being stopped says 503: no more than that it is away.
    this.onDown({ delay, description: error.status === 503 ? null : error.reason });
  }

  /** Nothing has come, and it was not held to its end: what one may read has changed. */
  #early({ messages, now, closed, truncated }, wait) {
    return !messages.length && !now && !closed && !truncated && this.#held < (wait - SLACK) * 1000;
  }

  /** A server that is shutting down, or a proxy, answers a poll without holding it: do not spin. */
  #hasty(answer, wait) {
    return wait > 0 && !answer.messages.length && !answer.now && this.#held < HASTY;
  }
}
