/**
 * The names over messages, each a way to who that is: by a press, by a pointer that rests there, and
 * with the keyboard. Tab passes over them. From the messages Return leads to the newest name, the
 * arrows from one to the next, Escape back to the messages.
 */
import { pressed } from '../parts/shortcuts.js';

const $ = window.jQuery;
const STEPS = { ArrowUp: -1, ArrowDown: 1 };
const REST = 450; // Milliseconds that a pointer rests before something comes, or has left before it goes.

export class Names {
  /** `onPress(name)`, `onRest(name)`, and `onLeave()` when the pointer has gone from what `onRest` showed. */
  constructor(root, { onPress, onRest, onLeave }) {
    Object.assign(this, { root, onPress, onRest, onLeave });
    $(root).on('click', '.who', ({ currentTarget }) => this.#press(currentTarget))
      // Moves, for a name also comes under a pointer that does nothing: by scrolling, or as the card goes.
      .on('pointermove', '.who', ({ currentTarget, pointerType }) => { if (pointerType === 'mouse') this.#later(() => this.onRest(currentTarget)); })
      .on('pointerleave', '.who', () => this.leave())
      .on('keydown', (event) => this.#walk(event));
  }

  /** The pointer is on what came. */
  stay() {
    clearTimeout(this.timer);
  }

  leave() {
    this.#later(this.onLeave);
  }

  #press(name) {
    this.stay();
    this.onPress(name);
  }

  #later(act) {
    clearTimeout(this.timer);
    this.timer = setTimeout(act, REST);
  }

  #walk(event) {
    const at = event.target.closest('.who');
    const step = STEPS[pressed(event, 'message.walk')];
    const opens = pressed(event, 'message.name');
    if (opens && at && !at.matches('button')) return this.#press(at); // A browser presses buttons.
    if (!(at && (step || pressed(event, 'close'))) && !(opens && event.target === this.root)) return;
    const names = $(this.root).find('.row:not(.follows):not(.ignored) .who').get().filter(seen);
    if (at && step) focus(event, names[names.indexOf(at) + step]);
    else if (opens) focus(event, names.at(-1));
    else focus(event, this.root);
  }
}

/** Of what somebody does the name stands among the words alone. */
function seen(name) {
  return name.getClientRects().length > 0;
}

function focus(event, node) {
  event.preventDefault();
  node?.focus();
}
