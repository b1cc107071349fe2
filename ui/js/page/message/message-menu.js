/**
 * What may be done to a message: a menu at it, and a key for each while the message is chosen. On a
 * phone it is a sheet. Modules `offer` what they do; what is not allowed just now is not in it.
 */
import { composes } from '../parts/keys.js';
import { place } from '../parts/placed.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const KEYS = { delete: 'menu.delete' }; // Others are what they write.
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
   * One more line: `word` names what it says, `key` is what a keyboard writes for it, null for none.
   * `offered(entry)` says whether it is allowed, `act(entry)` does it.
   */
  offer({ word, key = null, offered = () => true, act }) {
    this.#acts.push({ word, key, offered, act });
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

  /** Does what `key` stands for; whether there is such a thing. */
  press(key, entry) {
    const found = this.#found(key, entry);
    found?.act(entry);
    return Boolean(found);
  }

  #found(key, entry) {
    return this.#acts.find((act) => act.key === key && act.offered(entry));
  }

  #line(act) {
    const key = act.key && $('<kbd aria-hidden="true">').text(act.key in KEYS ? say(KEYS[act.key]) : act.key.toUpperCase());
    return $('<button type="button" role="menuitem" class="menu-line" tabindex="-1">').append($('<span>').text(say(act.word)), key)
      .attr('aria-keyshortcuts', act.key).on('click', (event) => this.#clicked(event, act));
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
    if (composes(event) || event.ctrlKey || event.altKey || event.metaKey) return;
    const lines = this.list.children().get();
    const at = lines.indexOf(document.activeElement);
    const to = { Home: 0, End: lines.length - 1 }[event.key] ?? (at + STEPS[event.key] + lines.length) % lines.length;
    if (Number.isInteger(to)) lines[to].focus();
    else if (event.key === 'Tab') this.close();
    else if (!this.#pressed(keyOf(event))) return;
    event.preventDefault();
  }

  #pressed(key) {
    const found = this.#found(key, this.#entry);
    if (found) this.#do(found);
    return Boolean(found);
  }
}

/** As it stands in the table, in small letters. */
export function keyOf({ key }) {
  return key.toLowerCase();
}
