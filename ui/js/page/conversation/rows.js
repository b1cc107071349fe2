/**
 * The rendered part of a log: a window of neighbouring entries, at most CAPACITY of them, that
 * can be moved up and down over the log.
 */
import { Stay } from './stay.js';
import { placeBelow, renameDay } from '../message/message.js';

const CAPACITY = 300; // Rows in the document, 50 KB each in a browser; beyond it the far end is dropped.
export const STEP = 60; // Rows added at a time.

export class Rows {
  #shown = []; // { entry, items, seen, node, stay }, in order: what waits in the outbox is done in what is seen
  #news = null; // The id of the first message under the line "New since".

  /** `kinds` makes the rows, `changing` knows what the outbox is to do to them. */
  constructor(root, { kinds, hiding, changing }) {
    Object.assign(this, { root, kinds, hiding, changing });
  }

  get empty() {
    return this.#shown.length === 0;
  }

  /** How many more fit without dropping any. */
  get free() {
    return Math.max(0, CAPACITY - this.#shown.length);
  }

  get firstId() {
    return this.#shown[0]?.entry.id ?? 0;
  }

  get lastId() {
    return this.#shown.at(-1)?.entry.id ?? 0;
  }

  /** The id of the message under the line "New since", and its row. */
  get newsId() {
    return this.#news;
  }

  get news() {
    return this.#shown.find(({ entry }) => entry.id === this.#news)?.node;
  }

  /** What a row shows. */
  entryOf(node) {
    return this.#shown.find((row) => row.node === node).seen;
  }

  /** Whether anything was done to what is shown, or is to be. */
  isBehind(log) {
    return this.#shown.some((row) => this.#changed(row, log));
  }

  refresh(log) {
    for (const row of this.#shown) if (this.#changed(row, log)) this.#change(row, log.at(row.entry.id) ?? row.entry);
  }

  /** The first row that reaches below `top`: what the reader looks at. */
  at(top) {
    return this.#shown.find(({ node }) => node.getBoundingClientRect().bottom > top);
  }

  /** The first row after the message `id`. */
  after(id) {
    return this.#shown.find(({ entry }) => entry.id > id);
  }

  /** The row of the message `id`, if it is shown. */
  nodeOf(id) {
    return this.#shown.find(({ entry }) => entry.id === id)?.node;
  }

  /** The id of the last message that ends above `bottom`, 0 if none does. */
  idAbove(bottom) {
    let low = 0;
    for (let high = this.#shown.length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.#shown[middle].node.getBoundingClientRect().bottom <= bottom) low = middle + 1;
      else high = middle;
    }
    return this.#shown[low - 1]?.entry.id ?? 0;
  }

  clear() {
    this.#shown = [];
    this.#news = null;
    this.root.replaceChildren();
  }

  newest(log) {
    this.#drop(this.#shown.splice(0));
    this.#append(log.newest(STEP));
  }

  /** Shows what is around the place where the reader begins. */
  begin(log) {
    if (log.landing === null) this.newest(log);
    else this.#append([...log.before(log.landing + 1, STEP), ...log.after(log.landing, STEP)]);
  }

  /** The line "New since" stands above the message `id` from now on; null: nowhere. */
  markNews(id) {
    const moved = [this.#news, id];
    this.#news = id;
    this.#shown.forEach(({ entry }, at) => moved.includes(entry.id) && this.#placeAnew(at));
    this.rehide();
  }

  /** Whether the log has entries above those that are shown. */
  hasOlder(log) {
    return !this.empty && log.before(this.firstId, 1).length > 0;
  }

  /** The same below them. */
  hasNewer(log) {
    return log.after(this.lastId, 1).length > 0;
  }

  /** Shows older entries the log has. */
  growUp(log) {
    this.#prepend(log.before(this.firstId, STEP));
    this.#drop(this.#shown.splice(CAPACITY));
  }

  /** Shows at most `limit` newer entries the log has; false when there are none to show. */
  growDown(log, { limit = STEP, arriving = false } = {}) {
    const newer = log.after(this.lastId, limit);
    if (!newer.length) return false;
    const first = this.#shown.length;
    this.#append(newer);
    if (arriving) for (const { node } of this.#shown.slice(first)) node.classList.add('arriving');
    if (this.#shown.length > CAPACITY) {
      this.#drop(this.#shown.splice(0, this.#shown.length - CAPACITY));
      this.#placeAnew(0); // Nothing above it says any more who writes, and on which day.
    }
    return true;
  }

  /** Shows all that the log has, for a moment: `bounded` ends it. */
  showAll(log) {
    this.#prepend(this.empty ? [] : log.before(this.#shown[0].entry.id, Infinity));
    this.#append(log.after(this.lastId, Infinity));
  }

  /** Keeps as many as belong in the document, those around `node`. */
  bounded(node) {
    const at = this.#shown.findIndex((row) => row.node === node);
    const from = Math.max(0, Math.min(at - CAPACITY / 2, this.#shown.length - CAPACITY));
    this.#drop(this.#shown.splice(from + CAPACITY));
    this.#drop(this.#shown.splice(0, from));
    if (from) this.#placeAnew(0);
  }

  renameDays() {
    for (const { node } of this.#shown) renameDay(node);
  }

  retag() {
    for (const { node, entry } of this.#shown) this.kinds.rename(node, entry);
  }

  /** Somebody is ignored, or is not any more. */
  rehide() {
    this.hiding.apply(this.#shown);
  }

  #changed({ entry, items }, log) {
    return (log.at(entry.id) ?? entry) !== entry || this.changing.of(entry.id) !== items;
  }

  #change(row, entry) {
    const before = row.seen;
    const items = this.changing.of(entry.id);
    Object.assign(row, { entry, items, seen: this.changing.foresee(entry) });
    this.kinds.change(row.node, before, row.seen, items);
  }

  #append(entries) {
    const fragment = document.createDocumentFragment();
    for (const entry of entries) {
      const shown = this.#render(entry, this.#shown.at(-1));
      this.#shown.push(shown);
      fragment.append(shown.node);
    }
    this.root.append(fragment);
    this.rehide();
  }

  #prepend(entries) {
    if (!entries.length) return;
    const added = [];
    for (const entry of entries) added.push(this.#render(entry, added.at(-1)));
    this.root.prepend(...added.map(({ node }) => node));
    this.#shown.unshift(...added);
    this.#placeAnew(added.length); // It may go on with what now stands above it.
    for (const { node, entry } of this.#shown.slice(added.length)) this.kinds.tellRenaming(node, entry); // What they were called stands there.
    this.rehide();
  }

  /** Something else stands above it now, or the line "New since" does. */
  #placeAnew(at) {
    const shown = this.#shown[at];
    const run = this.#shown.slice(at).filter(({ stay }) => stay === shown.stay);
    shown.stay.add(-run.length);
    const stay = this.#place(shown, this.#shown[at - 1], run.map(({ entry }) => entry));
    for (const row of run) row.stay = stay;
  }

  #drop(gone) {
    for (const { node, stay } of gone) {
      node.remove();
      stay.add(-1);
    }
  }

  #render(entry, previous) {
    const items = this.changing.of(entry.id);
    const seen = this.changing.foresee(entry);
    const node = this.kinds.row(seen, items);
    return { entry, items, seen, node, stay: this.#place({ entry, node }, previous, [entry]) };
  }

  /** Places a row below the `previous` one; answers the stay of its `run`, the entries that go on with it. */
  #place({ entry, node }, previous, run) {
    const news = entry.id === this.#news;
    const follows = Boolean(previous) && !news && previous.stay.takes(run, previous.entry);
    const stay = follows ? previous.stay : new Stay(run);
    if (follows) stay.add(run.length);
    placeBelow(node, entry, previous?.entry, { follows, news });
    return stay;
  }
}
