/**
 * All files of a room, over the page: the newest first and more as one scrolls, or in another order, in
 * which they are shown when all are there. What comes meanwhile is told of, and comes in when somebody
 * wants it: nothing moves under a finger. Loaded when it is first opened.
 */
import { changed, targetOf } from '../../kinds/table.js';
import { composes } from '../parts/keys.js';
import { COMING, ordered } from './orders.js';
import { heading, roomFile } from './room-file.js';
import { Inquiry } from '../../chat/inquiry.js';
import { isPicture } from './shown-files.js';
import { Lines } from '../parts/lines.js';
import { Panel } from '../parts/panel.js';
import { plain } from '../parts/plain.js';
import { say } from '../../words/words.js';
import { write } from '../parts/written.js';

const $ = window.jQuery;
const BOUNDS = { limit: 60, most: 1200 }; // Messages with files: over it the oldest are told to be left out.
const EDGE = 600; // Pixels before the end at which further ones are asked for.
const OTHERWISE = /(?:^|\s)(?:from|in|has|before|after):/iu; // What only the chat knows to look for.

export class RoomFiles {
  #room = null;
  #met = null;
  #reach = 0; // The newest message whose files are shown.

  /** `log()` has what came last, `called(entry)` is who sent it, `hides(entry, also)` whether nobody wants to see it; `meet(entries)` hears of names, `onLook(files, at)` shows pictures. */
  constructor(dialog, { api, log, called, hides, meet, hrefOf, onLook, onClose }) {
    Object.assign(this, { log, called, hides, meet, hrefOf, onLook });
    this.panel = new Panel(dialog, { onClose });
    const { root } = this.panel;
    this.words = root.find('input[type=search]').on('input', (event) => { if (!composes(event)) this.#ask(); }).on('compositionend', () => this.#ask());
    this.order = root.find('select').on('change', () => { dialog.scrollTop = 0; this.#told(); });
    [this.index, this.note, this.problem] = ['index', 'note', 'problem'].map((name) => root.find(`.room-files-${name}`));
    [this.close] = root.find('.panel-close');
    this.again = root.find('.room-files-again').on('click', () => this.inquiry.again());
    this.fresh = root.find('.room-files-fresh').on('click', () => this.#renew());
    this.list = root.find('.room-files-list').on('click', '.room-file-where', () => this.panel.close())
      .on('click', '.picture', (event) => this.#look(event));
    this.lines = new Lines(this.list, { draw: (item) => (item.file ? roomFile(item) : heading(item)), onGone: () => this.close.focus() });
    this.inquiry = new Inquiry({ api, bounds: BOUNDS, onChange: () => this.#told() });
    root.on('submit', 'form', (event) => { event.preventDefault(); this.inquiry.hurry(); });
    dialog.addEventListener('scroll', () => this.#fill(), { passive: true });
  }

  /** Those of a room, by what people call it. */
  open(room, title) {
    this.#room = { room, title };
    this.panel.root.find('h2 bdi').text(title);
    this.words.val('');
    this.lines.show([]);
    this.panel.open();
    this.#ask({ soon: false });
  }

  /** Something was said there, or done to what was. */
  hear(news) {
    if (!this.panel.isOpen) return;
    this.inquiry.mend((entry) => news.filter((change) => targetOf(change) === entry.id).reduce(changed, entry));
    this.#told();
  }

  /** Somebody is ignored by now, or no more. */
  rehide() {
    if (this.panel.isOpen) this.#told();
  }

  get #typed() {
    return this.words.val().trim();
  }

  #ask({ soon = true } = {}) {
    this.#reach = this.#newest;
    this.inquiry.ask({ words: `has:file ${this.#typed}`.trim(), ...this.#room }, { soon });
  }

  #renew() {
    this.#reach = this.#newest;
    this.panel.dialog.scrollTop = 0;
    this.#told();
    const [first = this.close] = this.list.find('a').get();
    first.focus(); // The button goes.
  }

  get #newest() {
    return this.log().last?.id ?? 0;
  }

  #told() {
    const { inquiry } = this;
    const { found, question } = inquiry;
    if (!this.panel.isOpen || found.question !== question) return this.#tell();
    if (found !== this.#met) this.meet(found.entries); // First: two of them may have the same name.
    this.#met = found;
    if (this.#complete) this.#show();
    this.#tell();
    return this.#fill();
  }

  /** Whether they can stand in the order that is wanted. */
  get #complete() {
    const { found, full } = this.inquiry;
    return this.order.val() === COMING || !found.more || full || found.problem !== null;
  }

  #show() {
    const parts = ordered(this.#files, this.order.val());
    this.shown = parts.flatMap(({ all }) => all);
    this.lines.show(parts.flatMap(({ heading: text, all }) => [
      ...(text === null ? [] : [{ key: `/${text}`, text }]),
      ...all.map(({ entry, file, by }) => ({ key: `${entry.id}/${file.id}`, file, by, time: entry.time, href: this.hrefOf(entry) })),
    ]));
  }

  /** Each as { entry, file, by }. What the chat's index does not have yet comes from the log. */
  get #files() {
    const { entries } = this.inquiry.found;
    const known = entries[0]?.id ?? 0;
    const latest = this.#latest.filter(({ id }) => id > known && id <= this.#reach);
    return [...latest, ...entries.filter((entry) => this.#isWanted(entry))]
      .flatMap((entry) => this.#named(entry).map((file) => ({ entry, file, by: this.called(entry) })));
  }

  #isWanted(entry) {
    return !entry.deleted && !this.hides(entry, this.inquiry.found.hides);
  }

  /** Those of the log that are looked for. */
  get #latest() {
    const log = this.log();
    if (log.name !== this.#room.room || !log.live) return [];
    return log.newest(BOUNDS.limit).filter((entry) => entry.kind === 'message' && entry.files?.length && this.#isWanted(entry) && this.#isMeant(entry)).reverse();
  }

  #isMeant({ message, files }) {
    if (OTHERWISE.test(this.#typed)) return false;
    return holds([message, ...files.map(({ name }) => name)].join('\n'), this.#typed);
  }

  /** Of a message those that are called so; all of them, where it was found for what it says. */
  #named({ files = [] }) {
    const named = files.filter(({ name }) => holds(name, this.#typed));
    return named.length ? named : files;
  }

  #tell() {
    const { inquiry } = this;
    const { found, question } = inquiry;
    const answered = found.question === question;
    const some = this.list.children().length > 0;
    this.panel.root.attr('aria-busy', String(inquiry.busy));
    write(this.note, answered || some ? this.#noteOf(some) : say('roomFiles.looking'));
    write(this.index, answered && found.indexed < 1 ? say('search.indexing', { percent: Math.min(99, Math.floor(found.indexed * 100)) }) : '');
    write(this.problem, (answered && found.problem) || '');
    this.again.prop('hidden', !answered || !found.problem);
    this.fresh.prop('hidden', !this.#latest.some(({ id }) => id > this.#reach));
  }

  #noteOf(some) {
    const { found, full } = this.inquiry;
    if (!this.#complete) return say('roomFiles.ordering');
    if (full) return say('roomFiles.full', { count: found.entries.length });
    if (some || found.more || found.problem) return '';
    return this.#typed ? say('roomFiles.nothing', { words: this.#typed }) : say('roomFiles.none');
  }

  /** Further ones, where somebody is close to the end, or all are wanted. */
  #fill() {
    const { scrollHeight, clientHeight, scrollTop } = this.panel.dialog;
    const near = clientHeight > 0 && scrollHeight - clientHeight - scrollTop < EDGE;
    if (near || !this.#complete) this.inquiry.more();
  }

  #look(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // The browser's own.
    event.preventDefault();
    const pictures = this.shown.map(({ file }) => file).filter(isPicture);
    this.onLook(pictures, Math.max(0, pictures.findIndex(({ id }) => id === event.currentTarget.dataset.file)));
  }
}

function holds(text, words) {
  const whole = plain(text);
  return words.split(/\s+/u).every((word) => whole.includes(plain(word)));
}
