/**
 * Whether the person is away: no tab of this browser was seen for a while. Nobody is told of that but
 * with the next poll, which is asked anyway.
 */
const AWAY = 5 * 60 * 1000; // Milliseconds.

export class Away {
  #seen = Date.now();

  /** `visible()` of the leading tab, which is one that is seen, if any is. */
  constructor({ visible }) {
    this.visible = visible;
  }

  /** Somebody looked at a tab just now: at this one, or at the one that led before it. */
  see() {
    this.#seen = Date.now();
  }

  get now() {
    if (this.visible()) this.see();
    return Date.now() - this.#seen >= AWAY;
  }
}
