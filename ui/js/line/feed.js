/**
 * The log as it grows, the same in every tab: the leader polls and passes its answers on, the
 * others take them by cursor. A tab that finds itself behind asks the server once for the rest,
 * so nothing depends on every broadcast arriving.
 */
import { refusal } from './api-error.js';

const SORE = 2000; // Milliseconds to leave the server alone after a catch-up failed.

export class Feed {
  cursor = null;
  #catching = false;
  #soreUntil = 0;

  constructor({ api, tabs, onEntries, onTruncated }) {
    Object.assign(this, { api, tabs, onEntries, onTruncated });
    tabs.on('answer', ({ since, answer }) => this.#take(since, answer));
  }

  /** Everything up to `cursor` is known from elsewhere; null stops the feed. */
  start(cursor) {
    this.cursor = cursor === null ? null : Number(cursor);
  }

  /** An answer this tab got itself, as the leader. */
  publish(since, answer) {
    this.tabs.post('answer', { since, answer });
    this.#take(since, answer);
  }

  /** Somebody else has come this far. */
  heardOf(cursor) {
    if (this.cursor !== null && cursor > this.cursor) this.#catchUp();
  }

  #take(since, answer) {
    if (this.cursor === null) return;
    if (answer.truncated) this.onTruncated();
    else if (since > this.cursor) this.#catchUp();
    else this.#advance(answer);
  }

  #advance({ cursor, messages }) {
    const fresh = messages.filter((entry) => entry.id > this.cursor);
    this.cursor = Math.max(this.cursor, Number(cursor));
    if (fresh.length) this.onEntries(fresh);
  }

  async #catchUp() {
    if (this.#catching || performance.now() < this.#soreUntil) return;
    this.#catching = true;
    const since = this.cursor;
    try {
      this.#take(since, await this.api.changes({ since, wait: 0 }));
    } catch (error) {
      refusal(error);
      this.#soreUntil = performance.now() + SORE; // The next beat of the leader brings us back here.
    } finally {
      this.#catching = false;
    }
  }
}
