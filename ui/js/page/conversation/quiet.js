/** A screen reader hears what is new among the messages, not what was loaded. */
const SETTLED = 200; // Milliseconds until what was put in is no news any more.

export class Quiet {
  constructor(root) {
    this.root = root;
  }

  /** Does `change` without a word. */
  during(change) {
    this.root.setAttribute('aria-live', 'off');
    change();
    clearTimeout(this.loud);
    this.loud = setTimeout(() => this.root.setAttribute('aria-live', 'polite'), SETTLED);
  }
}
