/**
 * A message that is chosen by the keyboard: it has the focus. From the messages the arrows lead to the
 * newest that is seen and on from one to the next, Escape to the box. A key does what stands beside it
 * in the menu, which Return, the menu key, and Shift and F10 open.
 */
import { pressed } from '../parts/shortcuts.js';

const $ = window.jQuery;
const STEPS = { ArrowUp: -1, ArrowDown: 1 };

export class Chosen {
  /** `entryOf(row)` is what a row shows; `onLeave()` is called by Escape. */
  constructor(root, { menu, entryOf, onLeave }) {
    Object.assign(this, { root, menu, entryOf, onLeave });
    $(root).on('keydown', (event) => this.#key(event));
    $(root).on('contextmenu', '.message', (event) => this.#asked(event));
  }

  #key(event) {
    const message = event.target.matches('.message') ? event.target : null;
    if (!message && event.target !== this.root) return;
    if (this.#did(event, message)) event.preventDefault();
  }

  #did(event, message) {
    const step = STEPS[pressed(event, 'message.walk')];
    if (step) return this.#walk(step, message);
    if (!message) return false;
    if (pressed(event, 'message.menu')) return this.#open(message);
    if (pressed(event, 'message.leave')) return this.#leave();
    return this.menu.press(event, this.#entry(message));
  }

  #walk(step, from) {
    const messages = $(this.root).find('.row[data-id]:not(.ignored) .message').get();
    const to = from ? messages[messages.indexOf(from) + step] : this.#newestSeen(messages);
    choose(to ?? from);
    return true;
  }

  #newestSeen(messages) {
    const { bottom } = this.root.getBoundingClientRect();
    return messages.reverse().find((message) => message.getBoundingClientRect().top < bottom);
  }

  #open(message) {
    this.menu.open(this.#entry(message), message.querySelector('.bubble').getBoundingClientRect());
    return true;
  }

  #leave() {
    this.onLeave();
    return true;
  }

  /** Browsers that ask for their own menu by its key, although the key was taken. A pointer has the browser's. */
  #asked(event) {
    if (event.button === 2 || event.currentTarget !== document.activeElement) return;
    event.preventDefault();
    if (!this.menu.isOpen) this.#open(event.currentTarget);
  }

  #entry(message) {
    return this.entryOf(message.closest('.row'));
  }
}

/** It has the focus. */
function choose(message) {
  if (!message) return;
  message.tabIndex = -1;
  message.focus();
}
