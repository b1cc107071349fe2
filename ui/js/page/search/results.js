/** What was found: rows under their days, of which the arrows choose one; further ones come as one scrolls. */
import { changed, targetOf } from '../../kinds/table.js';
import { foundRow } from './found-row.js';
import { placeBelow, renameDay } from '../message/message.js';
import { eachMidnight } from '../parts/times.js';

const $ = window.jQuery;
const EDGE = 600; // Pixels before the end at which further ones are asked for.

export class Results {
  #shown = []; // The entries, in order: what is shown already is left alone.
  #question = null;
  #chosen = null; // The id of the message to which somebody went, or that has the focus.
  #top = 0; // Where the list was left.

  /** `hides(entry)`, `shared(nick)`, `roomOf(name)` and `hrefOf(entry)` are what the page knows of messages; `onEnd()` hears that somebody comes to the end. */
  constructor(root, { hides, shared, roomOf, hrefOf, onEnd }) {
    Object.assign(this, { root, hides, shared, roomOf, hrefOf, onEnd });
    this.list = $(root).find('.found');
    root.addEventListener('scroll', () => this.fill(), { passive: true });
    this.list.on('focusin', '.found-link', ({ currentTarget }) => this.#choose(currentTarget));
    eachMidnight(() => this.list.children().each((_, row) => renameDay(row)));
  }

  /** The answer of an Inquiry, as far as it has come; other ones to the same question are put below. */
  show({ question, entries }) {
    if (question !== this.#question || entries[0]?.id !== this.#shown[0]?.id) this.#clear(question);
    const rows = entries.slice(this.#shown.length).map((entry, at) => this.#row(entry, entries[this.#shown.length + at - 1], question));
    this.#shown = entries;
    this.list.append(rows);
    this.#roam();
  }

  /** What was done to messages is seen at those that were found. Answers a function that says what one is by now. */
  hear(news) {
    const changes = news.filter((entry) => targetOf(entry) && this.list.find(`[data-id="${targetOf(entry)}"]`).length);
    return changes.length ? (entry) => this.#now(entry, changes.filter((change) => targetOf(change) === entry.id)) : null;
  }

  /** Shows the rows of `entries` anew where they say something else, or what they say is hidden, or shown, by now. */
  mend(entries = this.#shown) {
    entries.forEach((entry, at) => {
      const { message, deleted } = this.#shown[at];
      const old = this.list.children()[at];
      if (entry.message === message && entry.deleted === deleted && this.hides(entry) === old.classList.contains('hides')) return;
      const row = this.#row(entry, entries[at - 1], this.#question);
      const held = old.contains(document.activeElement);
      $(old).replaceWith(row);
      if (held) row.querySelector('.found-link').focus({ preventScroll: true });
    });
    this.#shown = entries;
    this.#roam();
  }

  /** Whether somebody is close to the end. */
  fill() {
    const { scrollHeight, clientHeight, scrollTop } = this.root;
    if (clientHeight && scrollHeight - clientHeight - scrollTop < EDGE) this.onEnd();
  }

  leave() {
    this.#top = this.root.scrollTop;
  }

  /** Where it was left, with the message chosen to which somebody went; whether there is one. */
  enter() {
    this.root.scrollTop = this.#top;
    return this.#chosen !== null && this.#focus(this.#link(this.#chosen));
  }

  /** To the next one, or (by -1) the one before; false where there is none. */
  step(by) {
    const links = this.#links;
    const at = links.indexOf(document.activeElement);
    return this.#focus(at < 0 ? links[0] : links[at + by]);
  }

  toFirst() {
    return this.#focus(this.#links[0]);
  }

  toLast() {
    return this.#focus(this.#links.at(-1));
  }

  get first() {
    return this.#links[0];
  }

  get #links() {
    return this.list.find('.found-link').get();
  }

  #link(id) {
    return this.list.find(`[data-id="${id}"] .found-link`)[0];
  }

  #clear(question) {
    this.#question = question;
    this.#shown = [];
    this.#chosen = null;
    this.list.empty();
    this.root.scrollTop = 0;
  }

  #row(entry, before, question) {
    const row = foundRow(entry, {
      href: this.hrefOf(entry),
      shared: this.shared(entry.nick),
      hidden: this.hides(entry),
      room: question.room === null ? this.roomOf(entry.room) : null,
    });
    placeBelow(row, entry, before, { follows: false, news: false });
    return row;
  }

  #now(entry, changes) {
    const now = changes.reduce(changed, entry);
    return now.message === entry.message ? now : { ...now, marks: [] };
  }

  #focus(link) {
    link?.focus({ preventScroll: true });
    link?.closest('.row').scrollIntoView({ block: 'nearest' }); // With who said it.
    return Boolean(link);
  }

  #choose(link) {
    this.#chosen = Number(link.closest('.row').dataset.id);
    this.#roam();
  }

  /** Tab comes to one of them. */
  #roam() {
    const to = (this.#chosen !== null && this.#link(this.#chosen)) || this.first;
    for (const link of this.#links) link.tabIndex = link === to ? 0 : -1;
  }
}
