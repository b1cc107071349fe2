/**
 * At which address others join, as that changes. A page on the chat's own machine is told by
 * nothing else: its polls come by loopback, and go on whatever the network does. One tab asks for
 * all of them, and only while somebody may see it; the chat answers when there is something new.
 */
import { refusal } from './api-error.js';

const WAIT = 50; // Seconds.
const PAUSE = 10 * 1000; // Milliseconds, where the chat does not answer, or lets nobody wait.
const HASTY = 1000; // Milliseconds; an answer so much sooner than it might come was not held.

export class Addresses {
  #run = null; // The one that goes on.
  #state = null;
  #request = null;
  #pause = null;

  /** `wanted()` says whether to ask; `onNews(url)` gets the best address. */
  constructor({ api, tabs, wanted, onNews }) {
    Object.assign(this, { api, tabs, wanted, onNews });
    tabs.on('address', ({ url }) => onNews(url));
  }

  /** To be called when what `wanted` looks at may have changed. */
  update() {
    if (this.wanted() === (this.#run !== null)) return;
    if (this.#run) this.stop();
    else this.#begin();
  }

  stop() {
    this.#run = null;
    this.#request?.abort();
    clearTimeout(this.#pause); // Whoever rests never goes on: a new run is begun anew.
  }

  async #begin() {
    const run = Symbol('run');
    this.#run = run;
    this.#state = null; // What was missed is told at once.
    while (run === this.#run) {
      const begun = performance.now();
      const news = await this.#ask(run);
      if (!news && performance.now() - begun < WAIT * 1000 - HASTY) await this.#rest(run);
    }
  }

  /** Whether there was something new. */
  async #ask(run) {
    this.#request = new AbortController();
    try {
      const { state, addresses } = await this.api.invitationAfter({ state: this.#state, wait: WAIT, signal: this.#request.signal });
      if (run !== this.#run || state === this.#state) return false;
      this.#state = state;
      this.#tell(addresses[0].url);
      return true;
    } catch (error) {
      refusal(error);
      return false;
    }
  }

  #tell(url) {
    this.tabs.post('address', { url });
    this.onNews(url);
  }

  #rest(run) {
    return new Promise((done) => {
      if (run !== this.#run) done();
      else this.#pause = setTimeout(done, PAUSE);
    });
  }
}
