/** Fills a room's log from the server, page by page, newest first. */
import { Backoff } from '../line/backoff.js';
import { fold } from './fold.js';

const PAGE = 50;

export class History {
  #backoffs = new WeakMap(); // log -> how long to wait after the next failure

  /** Tries again by itself as long as a log is `wanted`; only the chat's own refusal stops that. */
  constructor({ api, visible, wanted, onChange, onPage }) {
    Object.assign(this, { api, visible, wanted, onChange, onPage });
  }

  /** Loads the newest page, or the one before what is there; one at a time for each log. */
  async load(log) {
    if (log.loading || (log.loaded && !log.extends)) return;
    this.#begin(log);
    try {
      const page = await this.api.history(log.name, { before: log.reach, limit: PAGE });
      this.#backoffs.delete(log);
      fold(log, page.messages);
      log.reached(page);
      this.onPage(page.messages);
    } catch (error) {
      if (error.status === undefined) throw error;
      log.problem = error.description;
      if (!error.permanent) this.#later(log, error);
    } finally {
      log.loading = false;
      this.onChange(log);
    }
  }

  /** There is a reason to try again now what has failed. */
  wake(log) {
    this.#backoffs.get(log)?.wake();
  }

  async #later(log, { retryAfter }) {
    const backoff = this.#backoffs.get(log) ?? new Backoff({ visible: this.visible });
    this.#backoffs.set(log, backoff);
    await backoff.pause(backoff.next(retryAfter));
    if (log.problem && this.wanted(log)) this.load(log);
  }

  #begin(log) {
    log.loading = true;
    log.problem = null;
    this.onChange(log);
  }
}
