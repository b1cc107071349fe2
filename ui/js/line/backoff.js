/**
 * How long to wait after a failure: about one second after the first, then doubling up to a limit.
 * On a LAN a chat that is back answers at once, so nobody who looks at the page waits longer than
 * five seconds; a page that nobody sees may take its time. All with jitter, also what the server
 * asked for: five thousand pages lose the same server in the same moment, and must not come back
 * in step.
 */
const FIRST = 1000;
const LONGEST = 5000;
const LONGEST_UNSEEN = 30000;

export class Backoff {
  #failures = 0;
  #wake = null;

  constructor({ visible = () => true, random = Math.random } = {}) {
    Object.assign(this, { visible, random });
  }

  /** Milliseconds until the next try; never sooner than the server asked for. */
  next(retryAfterSeconds = 0) {
    const ceiling = Math.min(this.visible() ? LONGEST : LONGEST_UNSEEN, FIRST * 2 ** this.#failures);
    const jittered = this.#failures ? ceiling * (0.6 + 0.4 * this.random()) : FIRST * (0.5 + this.random());
    this.#failures = Math.min(this.#failures + 1, 10);
    return retryAfterSeconds ? Math.max(jittered, (retryAfterSeconds + this.random()) * 1000) : jittered;
  }

  reset() {
    this.#failures = 0;
  }

  /** Resolves after `ms`, or as soon as somebody calls wake(). */
  pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), ms);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }

  wake() {
    this.#wake?.();
  }
}
