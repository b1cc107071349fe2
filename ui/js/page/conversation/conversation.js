/** The open room's messages: what is rendered, where the reader is, what is new below. */
import { Afar } from './afar.js';
import { AsTyped } from '../message/as-typed.js';
import { Body } from '../message/body.js';
import { ChangeState } from '../message/change-state.js';
import { Changing, told } from '../message/changing.js';
import { copyable } from '../message/copying.js';
import { edited } from '../message/edited.js';
import { Ends } from './ends.js';
import { Folding } from '../message/folding.js';
import { isChange } from '../../kinds/table.js';
import { Naming } from '../message/naming.js';
import { Newer } from './newer.js';
import { NewsLine } from './news-line.js';
import { Pending } from '../message/pending.js';
import { point } from '../parts/pointed.js';
import { Quiet } from './quiet.js';
import { heedClicks } from '../message/row-clicks.js';
import { RowKinds } from '../message/row-kinds.js';
import { Rows, STEP } from './rows.js';
import { Scroll } from './scroll.js';
import { eachMidnight } from '../parts/times.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class Conversation {
  #sought = null; // The message to which the reader was led.

  constructor(root, { newer, newsBar, dates, visible, isMine, shared, called, nickOf, hiding, quotes, reactions, titleOf, unread, seen, fresh, returning, onMore, onNewest, onNews, onReached, onGoing, onQuote, onShown, filesOf, onRetry, onEdit, onDelete, onUndo, onVersions, onInvite, me }) {
    Object.assign(this, { root: $(root), dates, visible, quotes, titleOf, unread, onNewest, onNews, onReached, onGoing, onShown });
    this.parts = ['beginning', 'rows', 'ending', 'pendings'].map((name) => $('<div>').addClass(name)[0]);
    this.root.empty().append(this.parts);
    this.quiet = new Quiet(root);
    const [beginning, rows, ending, pendings] = this.parts;
    // Of what stands around the messages nothing is announced; what waits is, as a message.
    $([beginning, ending, pendings]).attr('aria-live', 'off');
    this.changing = new Changing({ me });
    const state = new ChangeState({ onRetry, onEdit, onUndo });
    const body = new Body({ called, quotes, naming: new Naming({ nickOf, called, me }), asTyped: (entry) => this.asTyped.has(entry), parts: [(entry, items) => reactions.row(entry, items), edited, (_, items) => state.of(told(items))] });
    this.rows = new Rows(rows, {
      kinds: new RowKinds({ isMine, shared, called, calledBefore: (entry) => this.log.calledBefore(entry), nickOf, body }),
      hiding,
      changing: this.changing,
    });
    this.pending = new Pending(pendings, { quotes, filesOf, onRetry, onEdit, onDelete });
    this.scroll = new Scroll(this.root[0], {
      complete: () => this.complete,
      place: () => this.rows.nodeOf(this.#sought) ?? this.#landing,
      onMove: (byReader) => this.#moved(byReader),
    });
    this.ends = new Ends({ beginning, ending, pendings }, {
      rows: this.rows, scroll: this.scroll, quiet: this.quiet, pending: this.pending, anchored: (change) => this.#anchored(change), titleOf, onMore, onInvite,
    });
    this.newsLine = new NewsLine(newsBar, { rows: this.rows, quiet: this.quiet, seen, fresh, onGo: () => this.toNews() });
    this.afar = new Afar({
      newer: new Newer(newer, { onGo: () => this.toEnd() }), dates, rows: this.rows, scroll: this.scroll, unread, returning, read: () => this.rows.at(this.#top)?.entry,
    });
    this.asTyped = new AsTyped(rows, { around: (message, change) => this.#turn(message, change), say: (message, entry) => body.say(message, entry) });
    new Folding(rows, { around: (message, change, by) => this.#turn(message, change, by) });
    copyable(this.root[0], { entryOf: (row) => this.rows.entryOf(row), called });
    heedClicks(this.root[0], { entryOf: (row) => this.entryOf(row), keep: (row, change) => this.scroll.keep(row, change), onVersions, onQuote });
    eachMidnight(() => this.#anchored(() => this.rows.renameDays()));
  }

  /** Another room, or another place in it. */
  show(log, items) {
    if (log.name !== this.log?.name) this.dates.close();
    this.log = log;
    this.#sought = null;
    this.named();
    this.quiet.during(() => {
      this.rows.clear();
      this.#await(items);
      if (log.landing === null) this.scroll.toEnd();
      else this.scroll.toPlace();
    });
    this.update();
  }

  /** Leads to the message `id`, and shows which one it is; false where that is not loaded. */
  goTo(id) {
    if (!this.log.at(id)) return false;
    if (!this.rows.nodeOf(id)) {
      this.log.landing = id - 1;
      this.quiet.during(() => this.rows.clear());
    }
    this.#sought = id;
    this.scroll.toPlace();
    this.update();
    point(this.rows.nodeOf(id));
    return true;
  }

  /** The room may be called something else now. */
  named() {
    this.root.attr('aria-label', say('conversation.label', { room: this.titleOf(this.log.name) }));
    if (!this.rows.empty || this.log.loaded) this.ends.show(this.log);
  }

  /** The log has grown, at either end, or says something else about itself. */
  update({ arriving = false } = {}) {
    if (this.rows.empty) this.quiet.during(() => this.rows.begin(this.log));
    this.#refresh();
    const away = !this.visible() && this.scroll.atEnd && this.unread() > 0;
    if (away) this.newsLine.begin(this.log);
    this.#appendNew({ arriving: arriving && !this.rows.empty && this.visible(), away });
    if (this.newsLine.draw(this.log) && away) this.scroll.toPlace();
    this.ends.fill(this.log);
    this.requote();
    this.scroll.settle();
    this.#read();
  }

  waiting(items) {
    this.#await(items);
    if (this.log) this.#refresh();
    if (this.log) this.ends.show(this.log);
    this.scroll.settle();
  }

  /** What is around it has changed its size, perhaps only for the moment of measuring. */
  settle() {
    this.scroll.settle();
  }

  retag() {
    this.#anchored(() => {
      this.rows.retag();
      this.requote();
    });
  }

  rehide() {
    this.#anchored(() => {
      this.rows.rehide();
      this.requote();
    });
    this.scroll.settle();
  }

  /** More is known of what messages answer, or something else. */
  requote() {
    this.quotes.update(this.root[0]);
    this.onShown();
  }

  address(address) {
    this.ends.address(address);
    if (this.log) this.ends.show(this.log);
  }

  /** The message that a row shows. */
  entryOf(row) {
    return this.rows.entryOf(row);
  }

  /** Where on the page an entry is. */
  placeOf({ id }) {
    return this.rows.nodeOf(id).querySelector('.bubble:not(.wordless), .files').getBoundingClientRect();
  }

  /** What is seen of an entry, with what waits to be done to it. */
  foreseen(entry) {
    return this.changing.foresee(entry);
  }

  /** The message `id` is edited in the box; null: none is. */
  markEdited(id) {
    this.root.find('.row.in-box').removeClass('in-box');
    if (id !== null) this.root.find(`.row[data-id="${id}"]`).addClass('in-box');
  }

  /** Somebody who was led here goes on by themselves, be it that they write. */
  goOn() {
    this.onGoing();
    this.#read();
  }

  toEnd() {
    this.#sought = null;
    this.onGoing();
    if (this.log.newer.more) return this.onNewest();
    if (!this.complete) this.quiet.during(() => this.rows.newest(this.log));
    this.scroll.toEnd();
    return this.update();
  }

  /** Leads to the first message that is new. */
  toNews() {
    const { log } = this;
    this.#sought = null;
    this.onGoing();
    if (!this.newsLine.has(log)) return this.onNews();
    log.landing = log.mark;
    if (!this.rows.nodeOf(this.rows.newsId)) this.quiet.during(() => this.rows.clear());
    this.scroll.toPlace();
    return this.update();
  }

  /** What is new begins at the mark of the log, or nowhere. */
  remark() {
    if (this.log.mark === null) this.newsLine.end(this.log);
    else this.newsLine.draw(this.log);
    this.afar.show(this.log);
    this.newsLine.show(this.log);
  }

  /** Everything that is loaded, until `showSome`. */
  showAll() {
    this.anchor = this.rows.at(this.#top)?.node;
    this.quiet.during(() => this.scroll.keep(this.anchor, () => this.rows.showAll(this.log)));
  }

  showSome() {
    this.quiet.during(() => this.scroll.keep(this.anchor, () => this.rows.bounded(this.anchor)));
  }

  /** True when the newest message is rendered. */
  get complete() {
    return !this.log?.newer.more && this.rows.lastId === (this.log?.last?.id ?? 0);
  }

  #await(items) {
    this.pending.show(items.filter((item) => !isChange(item)));
    this.changing.set(items.filter(isChange));
  }

  /** What was done to messages is seen at them, and moves nothing under the reader's eyes. */
  #refresh() {
    if (this.rows.isBehind(this.log)) this.#anchored(() => this.rows.refresh(this.log));
  }

  /** Where the room was left, if that is not its end: the line "New since" where it is there. */
  get #landing() {
    const { landing, mark } = this.log;
    if (landing === null) return undefined;
    return (landing === mark && this.rows.news) || this.rows.after(landing)?.node;
  }

  /**
   * At the end everything new is shown; above it only as long as no row must go for it. Of what comes
   * while nobody looks some is enough: it is not run past, and more would push out where it begins.
   */
  #appendNew({ arriving, away }) {
    const limit = () => (this.scroll.atEnd ? STEP : this.rows.free);
    while (this.rows.growDown(this.log, { limit: limit(), arriving }) && !away);
  }

  #turn(message, change, by) {
    this.scroll.turn(message, change, by);
    this.#moved(true);
  }

  #moved(byReader) {
    if (byReader) this.onGoing();
    this.ends.fill(this.log);
    this.#read();
  }

  #anchored(change) {
    this.scroll.keep(this.rows.at(this.#top)?.node, change);
  }

  get #top() {
    return this.root[0].getBoundingClientRect().top;
  }

  /** What has come into view is read, if somebody looks. */
  #read() {
    if (this.visible() && this.log.loaded) {
      const atEnd = this.scroll.atEnd && this.complete;
      const id = atEnd ? this.rows.lastId : this.rows.idAbove(this.#top + this.scroll.height);
      if (id) this.onReached(id);
      if (atEnd) this.scroll.toEnd(); // From here on what is new is followed.
    }
    this.log.following = this.scroll.atEnd;
    this.afar.show(this.log);
    this.newsLine.show(this.log);
  }
}
