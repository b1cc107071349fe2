/** Fills a room's log from the server, page by page, newest first. */
import { fold } from './fold.js';

const PAGE = 50;

export class History {
  constructor({ api, onChange, onPage }) {
    Object.assign(this, { api, onChange, onPage });
  }

  /** Loads the newest page, or the one before what is there; one at a time for each log. */
  async load(log) {
    if (log.loading || (log.loaded && !log.extends)) return;
    this.#begin(log);
    try {
      const page = await this.api.history(log.name, { before: log.reach, limit: PAGE });
      fold(log, page.messages);
      log.reached(page);
      this.onPage(page.messages);
    } catch (error) {
      if (error.status === undefined) throw error;
      log.problem = error.description;
    } finally {
      log.loading = false;
      this.onChange(log);
    }
  }

  #begin(log) {
    log.loading = true;
    log.problem = null;
    this.onChange(log);
  }
}
