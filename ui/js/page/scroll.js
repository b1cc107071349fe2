/**
 * Where the reader is in a scrolling element: at its end, and then kept there whatever grows, or
 * somewhere above, and then nothing moves under their eyes.
 */
const NEAR = 48; // Pixels from the end that still count as the end: about a line.

export class Scroll {
  atEnd = true;

  /** `complete()` tells whether the last thing in the element is the last thing there is. */
  constructor(root, { complete, onMove }) {
    this.root = root;
    this.onMove = () => {
      this.atEnd = this.below < NEAR && complete();
      onMove();
    };
    root.addEventListener('scroll', this.onMove, { passive: true });
    // The composer grows, a phone shows its keyboard: the end stays the end.
    this.sizes = new ResizeObserver(() => this.settle());
    this.sizes.observe(root);
  }

  get above() {
    return this.root.scrollTop;
  }

  get below() {
    return this.root.scrollHeight - this.root.clientHeight - this.root.scrollTop;
  }

  toEnd() {
    this.atEnd = true;
    this.settle();
  }

  settle() {
    if (this.atEnd) this.root.scrollTop = this.root.scrollHeight;
  }

  /**
   * Does `change`, with `anchor` (a node that stays) at the same place on the screen. Its bottom
   * is what counts: a day line above a message may come or go, the text stays where it is.
   */
  keep(anchor, change) {
    const before = anchor?.getBoundingClientRect().bottom;
    change();
    if (this.atEnd) this.settle();
    else if (anchor?.isConnected) this.root.scrollTop += anchor.getBoundingClientRect().bottom - before;
  }

  destroy() {
    this.root.removeEventListener('scroll', this.onMove);
    this.sizes.disconnect();
  }
}
