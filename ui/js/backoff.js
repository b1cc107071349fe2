/**
 * How long to wait after a failure: one second after the first, then doubling with jitter up to
 * thirty, so that a hundred pages that lost the same server do not come back in step.
 */
const FIRST = 1000;
const LONGEST = 30000;

export class Backoff {
  #failures = 0;
  #wake = null;

  constructor(random = Math.random) {
    this.random = random;
  }

  /** Milliseconds until the next try; never sooner than the server asked for. */
  next(retryAfterSeconds = 0) {
    const ceiling = Math.min(LONGEST, FIRST * 2 ** this.#failures);
    const jittered = this.#failures ? ceiling * (0.6 + 0.4 * this.random()) : FIRST;
    this.#failures = Math.min(this.#failures + 1, 10);
    return Math.max(jittered, retryAfterSeconds * 1000);
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
