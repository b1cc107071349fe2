/**
 * A line at the box about what was just done, with a button for what may be meant besides, or instead. It
 * goes by itself after a while, and with the room; neither that nor another offer changes it under the
 * hands of who is at it.
 */
import { pressed } from '../parts/shortcuts.js';

const $ = window.jQuery;
const SHOWN = 10_000; // Milliseconds.

export class Offer {
  #act = null;
  #next = null; // What is offered when nobody is at this any more.
  #timer = null;

  /** `form` has the box; `escapes` says whether Escape in it closes this. `onTurn()` hears that it comes or goes. */
  constructor(root, { form, escapes = true, onTurn }) {
    Object.assign(this, { root: $(root), box: $(form).find('textarea'), onTurn });
    this.words = this.root.find('[role=status]');
    this.button = this.root.find('.word-button').on('click', () => this.#take());
    this.root.find('.quiet-button').on('click', () => this.leave());
    this.root.on('mousedown', (event) => event.preventDefault()) // The focus stays in the box.
      .on('pointerleave focusout', () => setTimeout(() => this.#left())); // Where the hands are then.
    if (escapes) $(form).on('keydown', (event) => this.#key(event));
  }

  /** What its button does; null while nothing is offered. */
  get act() {
    return this.#act;
  }

  /** `words` say what was done, as text or nodes, `word` what its button does by `act()`; without it the button says that already. */
  make(offer) {
    if (this.#act !== null && this.#held) this.#next = offer;
    else this.#show(offer);
  }

  leave() {
    clearTimeout(this.#timer);
    if (this.#act === null) return;
    const focused = this.root[0].contains(document.activeElement);
    this.#act = null;
    this.#next = null; // It would come under a second press of what was there.
    this.root.prop('hidden', true);
    this.words.text('');
    if (focused) this.box.trigger('focus');
    this.onTurn();
  }

  #show({ words, word, act }) {
    this.#act = act;
    this.#next = null;
    this.words.empty()[0].append(...[words].flat());
    if (word) this.button.text(word);
    this.root.prop('hidden', false);
    this.#wait();
    this.onTurn();
  }

  #take() {
    const act = this.#act;
    this.leave();
    act?.();
  }

  get #held() {
    return this.root[0].matches(':hover, :focus-within');
  }

  #wait() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#pass(), SHOWN);
  }

  #pass() {
    if (this.#held) this.#wait();
    else this.leave();
  }

  #left() {
    if (this.#next && !this.#held) this.#show(this.#next);
  }

  /** Escape closes the innermost thing. */
  #key(event) {
    if (this.#act === null || !pressed(event, 'close')) return;
    event.preventDefault();
    this.leave();
  }
}
