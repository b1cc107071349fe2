/** Fills a room's log from the server, page by page, at either end. */
import { refusal } from '../line/api-error.js';
import { Backoff } from '../line/backoff.js';
import { fold } from './fold.js';

const FIRST = 50; // Messages: a screen of them, at once.
const FURTHER = 200; // So that who scrolls fast does not wait for each screen.

const ASK = { older: 'before', newer: 'after' };
const AROUND = 'around';
const TELL = { older: 'reachedOlder', newer: 'reachedNewer', [AROUND]: 'reachedAround' };

export class History {
  #backoffs = new WeakMap(); // edge -> how long to wait after the next failure

  /** Tries again by itself as long as a log is `wanted`; only the chat's own refusal stops that. */
  constructor({ api, visible, wanted, onChange, onPage }) {
    Object.assign(this, { api, visible, wanted, onChange, onPage });
  }

  /** Loads what is beyond the `older` or the `newer` end; one page at a time for each. */
  async load(log, side) {
    const edge = log[side];
    if (edge.loading || !edge.more) return;
    const { reach } = edge;
    const around = log.loaded ? null : log.around;
    this.#begin(log, edge);
    try {
      const page = await this.api.history(log.name, around === null ? { [ASK[side]]: reach, limit: log.loaded ? FURTHER : FIRST } : { around, limit: FIRST });
      this.#backoffs.delete(edge);
      if (log[side] === edge && edge.reach === reach) this.#add(log, around === null ? side : AROUND, page); // Else it is elsewhere by now.
    } catch (error) {
      const failed = refusal(error);
      edge.problem = failed.description;
      if (!failed.permanent) this.#later(log, side, failed);
    } finally {
      edge.loading = false;
      this.onChange(log);
    }
  }

  /**
   * Reads anew what is here, from the first to the last: what was done to it meanwhile was not heard.
   * Where that fails it stays as it is, until it is loaded the next time.
   */
  async renew(log) {
    try {
      for (let after = log.first.id - 1, more = true; more && this.wanted(log) && after < log.last.id;) {
        const page = await this.api.history(log.name, { after, limit: FURTHER });
        log.renew(page.messages);
        this.onChange(log);
        more = page.more && page.messages.length > 0;
        after = page.messages.at(-1)?.id;
      }
    } catch (error) {
      refusal(error);
    }
  }

  /** There is a reason to try again now what has failed. */
  wake(log) {
    for (const edge of [log.older, log.newer]) this.#backoffs.get(edge)?.wake();
  }

  #add(log, side, page) {
    fold(log, page.messages);
    log[TELL[side]](page);
    this.onPage(page.messages);
  }

  async #later(log, side, { retryAfter }) {
    const edge = log[side];
    const backoff = this.#backoffs.get(edge) ?? new Backoff({ visible: this.visible });
    this.#backoffs.set(edge, backoff);
    await backoff.pause(backoff.next(retryAfter));
    if (edge.problem && log[side] === edge && this.wanted(log)) this.load(log, side);
  }

  #begin(log, edge) {
    Object.assign(edge, { loading: true, problem: null });
    this.onChange(log);
  }
}
