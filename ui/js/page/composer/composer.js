/** The message box: Return sends, or breaks the line (see return-key.js), and nothing typed gets lost. */
import { isCommand } from '../../chat/commands.js';
import { pressed } from '../parts/shortcuts.js';
import { shows } from '../../chat/visible.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const DRAFT = 'draft.';
const TALLEST = 0.4; // Of the window's height.
const MENTIONED = 2000; // Milliseconds.

export class Composer {
  room = null;
  reason = null; // Why nothing is taken for now.
  limit = Infinity;
  #borrower = null; // Who has the box for something else than what is begun in the room.

  /**
   * `sends()` says whether Return alone does. `onSend(text)` answers whether the text is taken; else it stays in the box.
   * `onKeep(room, text)` hears what is begun there. `onUp()` is told of an arrow up in an empty one. `beside()` says whether something goes along that needs no words.
   */
  constructor(form, { storage, sends, onSend, onKeep, onGrow, onUp, beside }) {
    Object.assign(this, { form: $(form), storage, sends, onSend, onKeep, onGrow, onUp, beside });
    this.box = this.form.find('textarea');
    this.button = this.form.find('[type=submit]');
    this.note = this.form.find('.composer-note');
    this.form.on('submit', (event) => this.#submit(event));
    // The focus stays where it is, and with it a phone's keyboard: there or not.
    this.form.on('mousedown', '[type=submit]', (event) => event.preventDefault());
    this.box.on('keydown', (event) => this.#key(event));
    this.box.on('input', () => this.#typed());
    $(window).on('resize', () => this.#grow());
  }

  focus() {
    this.box.trigger('focus');
  }

  /** A room, by what people call it; another one has its own draft. What is typed in this one stays, whatever another tab keeps. */
  open(room, title) {
    if (room !== this.room) {
      this.room = room;
      this.#borrower = null;
      this.#set(this.storage.get(DRAFT + room, ''));
    }
    this.form.find('label[for=message]').text(say('composer.labelled', { room: title }));
    this.title = title;
    this.#hint();
  }

  #hint() {
    const words = this.reason === null ? 'composer.room' : 'composer.closed';
    this.box.attr('placeholder', say(words, { room: this.title }));
  }

  /** Whether there is something in the box that is to be a message of its own. */
  get begins() {
    return this.#borrower === null && this.reason === null && shows(this.words) && !isCommand(`${this.words}x`); // Of a command the / may be all that is typed yet.
  }

  get words() {
    return this.box.val();
  }

  /** The box is for `text` until `regain`: what is sent goes to `borrower`. What was begun stays where it is kept. */
  lend(text, borrower) {
    this.#borrower = borrower;
    this.#set(text);
  }

  regain() {
    this.#borrower = null;
    this.#set(this.storage.get(DRAFT + this.room, ''));
  }

  /** The drafts are another chat's. */
  reopen() {
    if (this.#borrower) return;
    const draft = this.storage.get(DRAFT + this.room, '');
    if (draft !== this.box.val()) this.#set(draft);
  }

  /** It is known by now what rooms are called: what was begun under another name goes along. */
  mend(called) {
    for (const name of this.storage.names(DRAFT)) this.#move(name.slice(DRAFT.length), called);
  }

  /** The draft is below what may be begun there already. */
  #move(from, called) {
    const to = called(from);
    if (to === from) return;
    const draft = this.storage.get(DRAFT + from);
    if (!draft) return;
    this.storage.remove(DRAFT + from);
    const texts = [this.storage.get(DRAFT + to, ''), draft].filter(Boolean);
    this.storage.set(DRAFT + to, texts.join('\n'));
    if (to === this.room) this.reopen();
  }

  /** Nothing is taken for now, for the reason that is said; null opens it again. What is typed stays. */
  close(reason) {
    this.reason = reason;
    this.form.toggleClass('closed', reason !== null);
    this.button.attr('aria-disabled', reason === null ? null : 'true');
    this.#hint();
  }

  limitTo(characters) {
    if (characters === this.limit) return; // What is said stays.
    this.limit = characters;
    this.#count();
  }

  /** Takes a text back for another edit, above what has been typed since: what is another room's by now is there. */
  restore(text, room = this.room) {
    const above = (rest) => [text, rest].filter(Boolean).join('\n');
    if (room !== this.room) return this.storage.set(DRAFT + room, above(this.storage.get(DRAFT + room, '')));
    this.#set(above(this.words));
    this.#keep();
    return this.focus();
  }

  /** Writes the beginning of something, before what is there already. */
  begin(text) {
    this.#set(text + this.words);
    this.box[0].setSelectionRange(text.length, text.length);
    this.#typed();
    this.focus();
  }

  /** Says what is to be known, until something else is typed. */
  tell(sentence) {
    this.#say(sentence, false);
  }

  /** The same of what did not work. */
  complain(sentence) {
    this.#say(sentence, true);
  }

  /** Says what is amiss with the browser, from now on. */
  warn(sentence) {
    this.form.find('.composer-warning').text(sentence).prop('hidden', false);
  }

  /** Says it for a moment. */
  mention(sentence) {
    this.tell(sentence);
    clearTimeout(this.mentioned);
    this.mentioned = setTimeout(() => this.note.text() === sentence && this.#count(), MENTIONED);
  }

  #key(event) {
    const up = !this.words && pressed(event, 'box.last');
    const sends = pressed(event, 'box.send') || (this.sends() && pressed(event, 'box.return'));
    if (!up && !sends) return;
    event.preventDefault();
    if (up) this.onUp();
    else this.send();
  }

  send() {
    this.form.trigger('submit');
  }

  #submit(event) {
    event.preventDefault();
    const text = this.box.val().trimEnd().replace(/^(\s*\n)+/u, '');
    const alone = !text && !this.#borrower && this.beside();
    if ((!text && !alone) || this.#over() > 0) return;
    if (!alone && !shows(text)) return this.complain(say('composer.blank'));
    if (this.#borrower) return this.reason === null ? this.#borrower(text) : this.complain(this.reason);
    if (!this.onSend(text)) return;
    this.#set('');
    this.#keep();
  }

  #typed() {
    this.#keep();
    this.#count();
    this.#grow();
  }

  #keep() {
    if (this.#borrower) return;
    const text = this.box.val();
    if (text) this.storage.set(DRAFT + this.room, text);
    else this.storage.remove(DRAFT + this.room);
    this.onKeep(this.room, text);
  }

  #set(text) {
    this.box.val(text);
    this.#count();
    this.#grow();
  }

  /** Characters over the limit, as the server counts them: an emoji is one. */
  #over() {
    return [...this.box.val().trimEnd()].length - this.limit;
  }

  #count() {
    const over = this.#over();
    if (over > 0) this.#say(say('composer.tooLong', { count: over }), true);
    else if (Number.isFinite(over) && -over <= this.limit / 10) this.#say(say('composer.left', { count: -over }), false);
    else this.#say('', false);
  }

  #say(sentence, problem) {
    if (this.note.text() !== sentence) this.note.text(sentence);
    this.note.toggleClass('problem', problem);
    this.box.attr('aria-invalid', String(problem));
    this.form.toggleClass('noted', Boolean(sentence));
  }

  #grow() {
    const box = this.box[0];
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, window.innerHeight * TALLEST)}px`;
    this.onGrow();
  }
}
