/**
 * Where the reader is in a scrolling element: at its end, and then kept there whatever grows; on the
 * way to a place where they are to begin; or anywhere, and then nothing moves under their eyes.
 */
const NEAR = 48; // Pixels from the end that still count as the end: about a line.
const EYES = 0.25; // Of the height: where one begins to read, with something known above it.

export class Scroll {
  #held = 'end'; // Or 'place', or null: where the reader has scrolled to.
  #set = 0; // Where it was put from here; anything else was the reader.

  /** `complete()` tells whether the last thing in the element is the last thing there is, `place()`
   * the node to begin at. */
  constructor(root, { complete, place, onMove }) {
    Object.assign(this, { root, complete, place });
    root.addEventListener('scroll', () => {
      onMove(this.#heed());
    }, { passive: true });
    // The composer grows, a phone shows its keyboard: the end stays the end.
    new ResizeObserver(() => this.settle()).observe(root);
  }

  get height() {
    return this.root.clientHeight;
  }

  get above() {
    return this.root.scrollTop;
  }

  get below() {
    return this.root.scrollHeight - this.root.clientHeight - this.root.scrollTop;
  }

  get atEnd() {
    return this.#held === 'end' || (this.#held === 'place' && this.#nearEnd);
  }

  toEnd() {
    this.#held = 'end';
    this.settle();
  }

  /** To where the reader is to begin, or as far as there is something to see; until they scroll. */
  toPlace() {
    this.#held = 'place';
    this.settle();
  }

  settle() {
    if (this.#held === 'end') this.#put(this.root.scrollHeight);
    if (this.#held === 'place') this.#put(this.#beginning);
  }

  /**
   * Does `change`, with `anchor` (a node that stays) at the same place on the screen. Its bottom
   * is what counts: a day line above a message may come or go, the text stays where it is.
   */
  keep(anchor, change) {
    const before = anchor?.getBoundingClientRect().bottom;
    change();
    if (this.#held) this.settle();
    else if (anchor?.isConnected) this.root.scrollTop += anchor.getBoundingClientRect().bottom - before;
  }

  /**
   * Does `change`, by which the reader opens or closes `node`: they go on where they read, which is
   * on from its top, `by` pixels further down in it; or below it, where it closes up to there. So
   * they are no longer at the end if that goes out of sight.
   */
  turn(node, change, by = 0) {
    const before = node.getBoundingClientRect();
    change();
    const after = node.getBoundingClientRect();
    const closes = after.height < before.height && before.top < this.root.getBoundingClientRect().top;
    this.#put(this.root.scrollTop + by + (closes ? after.bottom - before.bottom : after.top - before.top));
    this.#held = this.#nearEnd ? 'end' : null;
  }

  get #nearEnd() {
    return this.below < NEAR && this.complete();
  }

  get #beginning() {
    const node = this.place();
    if (!node) return this.root.scrollTop;
    const from = node.getBoundingClientRect().top - this.root.getBoundingClientRect().top;
    return this.root.scrollTop + from - EYES * this.height;
  }

  #put(top) {
    this.root.scrollTop = top;
    this.#set = this.root.scrollTop;
  }

  /** Whether it was the reader who has scrolled. */
  #heed() {
    const byReader = Math.abs(this.root.scrollTop - this.#set) > 1;
    if (!this.#held || byReader) this.#held = this.#nearEnd ? 'end' : null;
    return byReader;
  }
}
