/**
 * The rendered part of a log: a window of neighbouring entries, at most CAPACITY of them, that
 * can be moved up and down over the log.
 */
import { messageRow, renameDay, retag } from './message.js';

const CAPACITY = 600; // Rows in the document; beyond it the far end is dropped.
export const STEP = 60; // Rows added at a time.

export class Rows {
  #shown = []; // { entry, node }, in order

  constructor(root, { isMine, shared }) {
    Object.assign(this, { root, isMine, shared });
  }

  get empty() {
    return this.#shown.length === 0;
  }

  /** How many more fit without dropping any. */
  get free() {
    return Math.max(0, CAPACITY - this.#shown.length);
  }

  get lastId() {
    return this.#shown.at(-1)?.entry.id ?? 0;
  }

  /** The first row that reaches below `top`: what the reader looks at. */
  nodeAt(top) {
    return this.#shown.find(({ node }) => node.getBoundingClientRect().bottom > top)?.node;
  }

  clear() {
    this.#shown = [];
    this.root.replaceChildren();
  }

  showNewest(log) {
    this.clear();
    this.#append(log.newest(STEP));
  }

  /** Shows older entries the log has; false when it has none. */
  growUp(log) {
    const older = this.empty ? [] : log.before(this.#shown[0].entry.id, STEP);
    if (!older.length) return false;
    this.#prepend(older);
    this.#drop(this.#shown.splice(CAPACITY));
    return true;
  }

  /** Shows at most `limit` newer entries the log has; false when there are none to show. */
  growDown(log, limit = STEP) {
    const newer = log.after(this.lastId, limit);
    if (!newer.length) return false;
    this.#append(newer);
    if (this.#shown.length > CAPACITY) {
      this.#drop(this.#shown.splice(0, this.#shown.length - CAPACITY));
      this.#rerender(0, undefined); // Nothing above it says any more who writes, and on which day.
    }
    return true;
  }

  renameDays() {
    for (const { node } of this.#shown) renameDay(node);
  }

  retag() {
    for (const { node, entry } of this.#shown) retag(node, entry, this.shared);
  }

  #append(entries) {
    const fragment = document.createDocumentFragment();
    for (const entry of entries) {
      const shown = this.#render(entry, this.#shown.at(-1)?.entry);
      this.#shown.push(shown);
      fragment.append(shown.node);
    }
    this.root.append(fragment);
  }

  #prepend(entries) {
    const added = entries.map((entry, at) => this.#render(entry, entries[at - 1]));
    this.root.prepend(...added.map(({ node }) => node));
    this.#rerender(0, entries.at(-1)); // It may follow what now stands above it.
    this.#shown.unshift(...added);
  }

  #rerender(at, previous) {
    const { entry, node } = this.#shown[at];
    const fresh = this.#render(entry, previous);
    // The node stays and gets new content: somebody may hold it as the anchor of the scroll.
    node.className = fresh.node.className;
    node.replaceChildren(...fresh.node.childNodes);
  }

  #drop(gone) {
    for (const { node } of gone) node.remove();
  }

  #render(entry, previous) {
    const options = { mine: this.isMine(entry), shared: this.shared };
    return { entry, node: messageRow(entry, previous, options) };
  }
}
