/**
 * Where what is typed goes: to the message box, unless a control needs the key itself.
 *
 * Two ways lead there. Whoever has done something with a pointer that hovers gets the focus back in
 * the box: there is a keyboard at hand. Without such a pointer a focus would open a keyboard over
 * the messages, so it stays away. And a key that writes something, or words that are pasted, go
 * there from wherever the focus is.
 */
import { isField } from '../parts/field.js';
import { isSpace, writes } from '../parts/keys.js';
import { pressed } from '../parts/shortcuts.js';

const PAGES = { PageUp: -0.9, PageDown: 0.9 }; // Of what is seen: the last line is still there.

export class Typing {
  /** After a click in one of `places` there is nothing more to do; `pages` is what one reads. */
  constructor(box, { places, pages }) {
    Object.assign(this, { box, places, pages });
    this.hovers = window.matchMedia('(hover: hover)');
    this.#on('keydown', (event) => this.#key(event));
    this.#on('paste', (event) => this.#paste(event));
    this.#on('click', (event) => this.#clicked(event));
  }

  /** Something is done: whoever can goes on writing. Nobody is called away from another field. */
  resume() {
    if (this.hovers.matches && !this.#elsewhere()) this.box.focus();
  }

  #on(type, listener) {
    document.addEventListener(type, listener);
  }

  #key(event) {
    if (event.defaultPrevented || this.#elsewhere()) return;
    const page = PAGES[pressed(event, 'box.page')];
    if (page) this.#turnPage(event, page);
    if (!writes(event)) return;
    if (isSpace(event) && document.activeElement !== document.body) return; // Presses, or scrolls.
    this.box.focus();
  }

  /** A click on a message has brought the focus here: one still reads on with the same keys. */
  #turnPage(event, by) {
    const { activeElement } = document;
    if (activeElement !== this.box || this.box.scrollHeight > this.box.clientHeight) return;
    event.preventDefault();
    this.pages.scrollBy({ top: by * this.pages.clientHeight });
  }

  #paste(event) {
    const words = event.clipboardData?.getData('text/plain');
    const there = document.activeElement === this.box;
    if (event.defaultPrevented || there || !words || this.#elsewhere()) return;
    this.box.focus();
    if (document.activeElement !== this.box) return; // A panel is open over it.
    event.preventDefault();
    document.execCommand('insertText', false, words); // As typed: it can be undone.
  }

  /** A key that presses a button leaves the focus there; not where that has removed the button. */
  #clicked({ target, detail }) {
    const pointed = detail > 0 && this.places.some((place) => place.contains(target));
    const selecting = !window.getSelection().isCollapsed; // It would be gone before it is copied.
    if (!selecting && (pointed || focusIsLost())) this.resume();
  }

  /** The focus is in another field, which gets what is typed. */
  #elsewhere() {
    const { activeElement } = document;
    return activeElement !== this.box && isField(activeElement);
  }
}

/** On nothing, or on what cannot be seen any more: browsers move it only later, and to nothing. */
function focusIsLost() {
  const { activeElement } = document;
  return !activeElement || activeElement === document.body || activeElement.getClientRects().length === 0;
}
