/**
 * The name people write under, remembered by this browser and the same in all its tabs. Where there
 * is little room a button beside the box stands for it, with the picture that others see.
 */
import { pressed } from '../parts/shortcuts.js';
import { initialOf, toneOf } from '../../chat/nicks.js';
import { say } from '../../words/words.js';
import { shows } from '../../chat/visible.js';

const $ = window.jQuery;
const NAME = 'nick';
const ASKED = 'asked'; // For a name; nobody is asked twice.

export class Nickname {
  #asking = false;

  /**
   * `onDone(asked)` goes on to the message; `asked` where one waits for the name. `onChange(name)` is
   * told one that is whole.
   */
  constructor(input, { storage, opener, onDone, onChange }) {
    Object.assign(this, { input: $(input), opener: $(opener), storage, onChange });
    this.card = this.input.closest('.card');
    const early = this.input.val(); // Written before this script had come.
    this.input.val(storage.get(NAME) || early);
    this.input.on('input', () => this.#keep());
    this.input.on('change', () => this.onChange(this.value));
    this.input.on('keydown', (event) => this.#key(event, onDone));
    // What stands beside the name belongs to it: on a phone the line goes with the focus. jQuery tells of one that was not taken, too.
    this.input.parent().on('focusin', () => this.#mark()).on('focusout', ({ relatedTarget }) => this.#mark(relatedTarget));
    this.opener.on('click', () => this.#open());
    storage.watch(NAME, () => this.#follow(onDone));
    if (early) this.#keep();
    else this.#mark();
  }

  get value() {
    const name = this.input.val().trim();
    return shows(name) ? name : ''; // What nobody can see is no name.
  }

  /** They have come here from another device, where they are called so. */
  bring(name) {
    this.storage.set(NAME, name);
  }

  set(name) {
    this.input.val(name);
    this.#keep();
  }

  /** As if it were typed, and whole. Answers what is wrong with it, or null. */
  become(name) {
    const line = name.replace(/\s+/gu, ' ');
    const most = this.input[0].maxLength;
    if (most >= 0 && line.length > most) return say('command.nickLong', { count: most });
    if (!shows(line)) return say('command.nickBlank');
    this.set(line);
    this.onChange(this.value);
    return null;
  }

  limit(characters) {
    this.input.attr('maxlength', characters);
  }

  /** Whose picture the button shows. */
  belongsTo(member) {
    this.opener.children().attr('class', `nick-picture tone-${toneOf(member)}`);
  }

  focus() {
    this.input.trigger('focus');
  }

  /** Asks for the name that a message lacks; false where there is one, or nobody wants to give one. */
  ask() {
    this.#asking = false;
    if (this.value || this.storage.get(ASKED)) return false;
    this.storage.set(ASKED, true);
    this.#asking = true;
    this.#open();
    return true;
  }

  #open() {
    this.card.addClass('naming'); // What cannot be seen takes no focus.
    this.focus();
  }

  #key(event, onDone) {
    if (!pressed(event, 'name.return')) return;
    event.preventDefault(); // Return in the name goes on to the message instead of sending it.
    const asked = this.#asking && this.value !== '';
    this.#asking = false;
    onDone(asked);
  }

  #keep() {
    this.storage.set(NAME, this.value);
    this.#mark();
  }

  /**
   * Another tab changed it: what is typed here is kept at once, and differs from nothing. Nobody goes
   * on to type into a name that they gave elsewhere.
   */
  #follow(onDone) {
    const name = this.storage.get(NAME, '');
    if (name === this.value) return;
    this.input.val(name);
    this.#asking = false;
    this.#mark();
    if (document.activeElement === this.input[0]) onDone(false);
  }

  #mark(focused = document.activeElement) {
    this.input.parent().toggleClass('unnamed', !this.value);
    this.card.toggleClass('named', this.value !== '');
    this.card.toggleClass('naming', this.input.parent()[0].contains(focused));
    this.opener.attr('aria-label', this.value ? say('nick.set', { nick: this.value }) : say('nick.none'));
    this.opener.children().text(initialOf(this.value));
  }
}
