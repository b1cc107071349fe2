/** At the edges of a long list: that there is something unread out of sight, and the way there. */
import { scrollerOf } from '../parts/scroller.js';

const $ = window.jQuery;
const FAR = 10_000_000; // Pixels; no list is as long.

export class UnreadSigns {
  #unread = new Set(); // Items.

  constructor(list, { above, below }) {
    this.list = list;
    this.edges = [new Edge($(above), `0px 0px ${FAR}px`), new Edge($(below), `${FAR}px 0px 0px`)];
    this.edges[0].sign.on('click', () => this.#reveal([...this.list.children].reverse(), this.edges[0]));
    this.edges[1].sign.on('click', () => this.#reveal([...this.list.children], this.edges[1]));
    // As high as the window, and told once at the beginning, when everything is laid out anyway; a `resize`
    // is told before the styles are those of the new size.
    new ResizeObserver(() => this.#watch()).observe(document.body);
  }

  /** `item` has something unread, or has not any more. */
  note(item, unread) {
    if (unread) this.#unread.add(item);
    else this.#unread.delete(item);
    for (const edge of this.edges) edge.note(item, unread);
  }

  /** After items went out of the list or came back: one that was out of sight before tells nobody. */
  look() {
    for (const edge of this.edges) edge.look(this.#unread);
  }

  /** In a low window something else scrolls than in a high one: layout.css. */
  #watch() {
    const scroller = scrollerOf(this.list);
    if (scroller === this.scroller) return;
    this.scroller = scroller;
    for (const edge of this.edges) edge.watch(scroller, this.#unread);
  }

  #reveal(items, { beyond }) {
    items.find((item) => beyond.has(item))?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  }
}

/** One edge: which items are beyond it. What is beyond the other one is as good as to be seen. */
class Edge {
  beyond = new Set();

  constructor(sign, rootMargin) {
    Object.assign(this, { sign, rootMargin });
  }

  /** Which of `items` are beyond it where `root` scrolls. */
  watch(root, items) {
    this.watcher?.disconnect();
    this.beyond.clear();
    this.watcher = new IntersectionObserver((seen) => this.#saw(seen), { root, rootMargin: this.rootMargin });
    for (const item of items) this.watcher.observe(item);
    this.#show();
  }

  note(item, unread) {
    if (unread) return this.watcher?.observe(item);
    this.watcher?.unobserve(item);
    this.beyond.delete(item);
    return this.#show();
  }

  look(items) {
    this.watcher?.disconnect();
    for (const item of items) this.watcher?.observe(item);
  }

  /** A room that the filter hides has no height, and no place. */
  #saw(seen) {
    for (const { target, isIntersecting, boundingClientRect } of seen) {
      if (isIntersecting || !boundingClientRect.height) this.beyond.delete(target);
      else this.beyond.add(target);
    }
    this.#show();
  }

  #show() {
    this.sign.prop('hidden', this.beyond.size === 0);
  }
}
