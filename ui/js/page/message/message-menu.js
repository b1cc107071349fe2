/**
 * What may be done to a message: a menu at it, and a key for each while the message is chosen. On a
 * phone it is a sheet. Modules `offer` what they do; what is not allowed just now is not in it.
 */
import { ariaKeys, keyWords, pressed } from '../parts/shortcuts.js';
import { place } from '../parts/placed.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const STEPS = { ArrowUp: -1, ArrowDown: 1 };

export class MessageMenu {
  #acts = [];
  #entry = null; // What it is open for.
  #at = null;

  constructor(dialog) {
    this.dialog = dialog;
    this.list = $(dialog).children('[role=menu]');
    $(window).on('resize', () => { if (this.isOpen) place(dialog, this.#at); }); // A phone is turned, or its keyboard goes.
    $(dialog).on('mousedown', (event) => { if (!this.pressed) event.preventDefault(); })
      .on('pointerdown', ({ target }) => { this.pressed = target; })
      .on('click', ({ target }) => { if (target === dialog && this.pressed === dialog) this.close(); })
      .on('keydown', (event) => this.#key(event));
  }

  /**
   * One more line: `word` names what it says, `shortcut` its key in the table of these, null for none.
   * `offered(entry)` says whether it is allowed, `act(entry)` does it.
   */
  offer({ word, shortcut = null, offered = () => true, act }) {
    this.#acts.push({ word, shortcut, offered, act });
  }

  get isOpen() {
    return this.dialog.open;
  }

  /** Whether there is anything to do. */
  has(entry) {
    return this.#acts.some(({ offered }) => offered(entry));
  }

  /** `at` is where on the page. */
  open(entry, at) {
    const acts = this.#acts.filter(({ offered }) => offered(entry));
    if (!acts.length) return;
    this.#entry = entry;
    this.pressed = null;
    this.list.empty().append(acts.map((act) => this.#line(act)));
    if (!this.isOpen) this.dialog.showModal();
    this.#at = at;
    place(this.dialog, at);
    this.list.children()[0].focus();
  }

  close() {
    this.dialog.close();
  }

  /** Does what the key of `event` stands for; whether there is such a thing. */
  press(event, entry) {
    const found = this.#found(event, entry);
    found?.act(entry);
    return Boolean(found);
  }

  #found(event, entry) {
    return this.#acts.find(({ shortcut, offered }) => shortcut && pressed(event, shortcut) && offered(entry));
  }

  #line(act) {
    const key = act.shortcut && $('<kbd aria-hidden="true">').text(keyWords(act.shortcut));
    return $('<button type="button" role="menuitem" class="menu-line" tabindex="-1">').append($('<span>').text(say(act.word)), key)
      .attr('aria-keyshortcuts', act.shortcut && ariaKeys(act.shortcut)).on('click', (event) => this.#clicked(event, act));
  }

  /** By a pointer that was pressed here: the finger that has opened it is lifted over it. */
  #clicked({ detail }, act) {
    if (!detail || this.pressed) this.#do(act);
  }

  /** Closed first: it gives the focus back, which what is done may put elsewhere. */
  #do({ act }) {
    this.close();
    act(this.#entry);
  }

  #key(event) {
    const lines = this.list.children().get();
    const at = lines.indexOf(document.activeElement);
    const to = { Home: 0, End: lines.length - 1 }[pressed(event, 'list.ends')] ?? (at + STEPS[pressed(event, 'list.walk')] + lines.length) % lines.length;
    if (Number.isInteger(to)) lines[to].focus();
    else if (pressed(event, 'tab')) this.close();
    else if (!this.#pressed(event)) return;
    event.preventDefault();
  }

  #pressed(event) {
    const found = this.#found(event, this.#entry);
    if (found) this.#do(found);
    return Boolean(found);
  }
}
