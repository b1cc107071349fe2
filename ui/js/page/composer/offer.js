/**
 * A line above the box about what was just done, with a button for what may be meant besides, or instead.
 * It goes by itself after a while, though not under the hands of who is at it, and with the room.
 */
import { pressed } from '../parts/shortcuts.js';

const $ = window.jQuery;
const SHOWN = 10_000; // Milliseconds.

export class Offer {
  #act = null;
  #timer = null;

  /** `onTurn()` hears that it comes or goes. */
  constructor(root, { form, onTurn }) {
    Object.assign(this, { root: $(root), onTurn });
    this.words = this.root.find('.strip-words');
    this.button = this.root.find('.word-button').on('click', () => this.#take());
    this.root.find('.quiet-button').on('click', () => this.leave());
    this.root.on('mousedown', (event) => event.preventDefault()) // The focus stays in the box.
      .on('pointerenter focusin', () => clearTimeout(this.#timer)).on('pointerleave focusout', () => this.#wait());
    $(form).on('keydown', (event) => this.#key(event));
  }

  /** `words` say what was done, `word` what its button does by `act()`. */
  make({ words, word, act }) {
    this.#act = act;
    this.words.text(words);
    this.button.text(word);
    this.root.prop('hidden', false);
    this.#wait();
    this.onTurn();
  }

  leave() {
    clearTimeout(this.#timer);
    if (this.#act === null) return;
    this.#act = null;
    this.root.prop('hidden', true);
    this.words.text('');
    this.onTurn();
  }

  #take() {
    const act = this.#act;
    this.leave();
    act?.();
  }

  #wait() {
    clearTimeout(this.#timer);
    if (this.#act !== null) this.#timer = setTimeout(() => this.leave(), SHOWN);
  }

  /** Escape closes the innermost thing. */
  #key(event) {
    if (this.#act === null || !pressed(event, 'close')) return;
    event.preventDefault();
    this.leave();
  }
}
