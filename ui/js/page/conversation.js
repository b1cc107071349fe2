/** The open room's messages: what is rendered, where the reader is, what is new below. */
import { Beginning } from './beginning.js';
import { Pending } from './pending.js';
import { Rows, STEP } from './rows.js';
import { Scroll } from './scroll.js';
import { untilMidnight } from './times.js';
import { say } from '../words/words.js';

const $ = window.jQuery;
const EDGE = 400; // Pixels before an end at which the next messages are fetched.

export class Conversation {
  #newest = 0; // The last id that was counted as shown or new.
  #fresh = 0; // Messages below that the reader has not come to.

  constructor(root, { newer, isMine, shared, onOlder, onRead, onRetry, onEdit, onDelete, onInvite }) {
    Object.assign(this, { root: $(root), newer: $(newer), isMine, onOlder, onRead });
    this.parts = ['beginning', 'rows', 'pendings'].map((name) => $('<div>').addClass(name)[0]);
    this.root.empty().append(this.parts);
    const [beginning, rows, pendings] = this.parts;
    // Of what stands around the messages nothing is announced; what waits is, as a message.
    $([beginning, pendings]).attr('aria-live', 'off');
    this.beginning = new Beginning(beginning, { onOlder: () => this.#older(), onInvite });
    this.rows = new Rows(rows, { isMine, shared });
    this.pending = new Pending(pendings, { onRetry, onEdit, onDelete });
    this.scroll = new Scroll(this.root[0], {
      complete: () => this.complete,
      onMove: () => this.#moved(),
    });
    this.newer.on('click.conversation', () => this.toEnd());
    this.#nameDaysAtMidnight();
  }

  /** Another room. */
  show(log, items) {
    this.log = log;
    this.#newest = log.last?.id ?? 0;
    this.#fresh = 0;
    this.root.attr('aria-label', say('conversation.label', { room: log.name }));
    this.#quietly(() => {
      this.rows.clear();
      this.pending.show(items);
      this.toEnd();
    });
  }

  /** The log has grown, at either end, or says something else about itself. */
  update() {
    if (this.rows.empty) this.#quietly(() => this.rows.showNewest(this.log));
    this.#countFresh();
    this.#appendNew();
    this.#fill();
    this.beginning.show(this.log, this.pending.count === 0);
    this.scroll.settle();
    this.#read();
  }

  waiting(items) {
    this.pending.show(items);
    if (this.log) this.beginning.show(this.log, items.length === 0);
    this.scroll.settle();
  }

  /** What is around it has changed its size, perhaps only for the moment of measuring. */
  settle() {
    this.scroll.settle();
  }

  retag() {
    this.rows.retag();
  }

  address(address) {
    this.beginning.address = address;
    if (this.log) this.beginning.show(this.log, this.pending.count === 0);
  }

  toEnd() {
    if (!this.complete) this.#quietly(() => this.rows.showNewest(this.log));
    this.scroll.toEnd();
    this.update();
  }

  /** True when the newest message is rendered. */
  get complete() {
    return this.rows.lastId === (this.log?.last?.id ?? 0);
  }

  /** At the end everything new is shown; above it only as long as no row must go for it. */
  #appendNew() {
    while (this.rows.growDown(this.log, this.scroll.atEnd ? STEP : this.rows.free));
  }

  #countFresh() {
    const fresh = this.log.after(this.#newest, Infinity);
    if (!this.scroll.atEnd) this.#fresh += fresh.filter((entry) => !this.isMine(entry)).length;
    this.#newest = this.log.last?.id ?? 0;
  }

  #moved() {
    this.#fill();
    this.#read();
  }

  /** Keeps something to scroll to at both ends. */
  #fill() {
    while (this.scroll.above < EDGE && this.#grow(() => this.rows.growUp(this.log)));
    while (this.scroll.below < EDGE && this.#grow(() => this.rows.growDown(this.log)));
    if (this.scroll.above < EDGE && this.log.loaded && !this.log.problem) this.onOlder();
  }

  #grow(change) {
    return this.#anchored(() => this.#quietly(change));
  }

  #older() {
    this.log.problem = null;
    this.onOlder();
  }

  #anchored(change) {
    let result;
    const top = this.root[0].getBoundingClientRect().top;
    this.scroll.keep(this.rows.nodeAt(top), () => { result = change(); });
    return result;
  }

  #read() {
    if (this.scroll.atEnd && this.complete) {
      this.#fresh = 0;
      this.onRead();
    }
    this.#offerEnd();
  }

  #offerEnd() {
    const far = this.scroll.below > 1.5 * this.root[0].clientHeight;
    this.newer.prop('hidden', !(this.#fresh || far));
    this.newer.text(newerWords(this.#fresh)).toggleClass('fresh', this.#fresh > 0);
  }

  /** A screen reader hears what is new, not what was loaded. */
  #quietly(change) {
    this.root.attr('aria-live', 'off');
    const result = change();
    clearTimeout(this.loud);
    this.loud = setTimeout(() => this.root.attr('aria-live', 'polite'), 200);
    return result;
  }

  #nameDaysAtMidnight() {
    this.midnight = setTimeout(() => {
      this.rows.renameDays();
      this.#nameDaysAtMidnight();
    }, untilMidnight() + 1000);
  }

  destroy() {
    clearTimeout(this.midnight);
    clearTimeout(this.loud);
    this.newer.off('.conversation');
    this.scroll.destroy();
    this.pending.destroy();
    this.root.empty();
  }
}

function newerWords(count) {
  return count ? say('conversation.fresh', { count }) : say('conversation.newest');
}
