/**
 * The way to a message's menu without a keyboard: a quiet button in the row on which a mouse is, and
 * for fingers a long press.
 */
import { LongPress } from '../parts/long-press.js';

const $ = window.jQuery;
const GAP = 4; // Pixels between words and button.

export class RowTools {
  /** `button` is put into the row, `entryOf(row)` is what one shows. */
  constructor(root, { button, menu, entryOf }) {
    Object.assign(this, { root, menu, entryOf });
    this.button = $(button).detach().prop('hidden', false).on('click', () => this.#open(button));
    $(root).on('pointermove', '.row', (event) => { if (event.pointerType === 'mouse') this.#show(event.currentTarget); })
      .on('pointerleave', () => this.button.detach());
    new LongPress(root, {
      at: '.row',
      takes: (row, target) => row.dataset.id && !target.closest('a, button'), // There the browser's own press is meant.
      onPress: (row) => this.#open(row.querySelector('.bubble')),
    });
  }

  /** Moves, for a row also comes under a pointer that does nothing. */
  #show(row) {
    const message = row.querySelector('.message');
    if (this.button[0].parentNode === message) return;
    this.button.detach();
    if (!message || !row.dataset.id || !this.menu.has(this.entryOf(row))) return;
    message.append(this.button[0]);
    this.#stand(message);
  }

  /** Beside the words, in the middle of the room; where they leave no place, upon their corner. */
  #stand(message) {
    const [button] = this.button;
    const at = message.querySelector('.bubble').getBoundingClientRect();
    const within = message.getBoundingClientRect();
    const start = document.documentElement.dir === 'rtl' ? within.right - at.right : at.left - within.left;
    const end = within.width - start - at.width;
    const wanted = start > end ? start - button.offsetWidth - GAP : start + at.width + GAP;
    const most = within.width - button.offsetWidth;
    const beside = wanted >= 0 && wanted <= most;
    button.style.setProperty('--start', `${Math.min(Math.max(wanted, 0), most)}px`);
    button.style.setProperty('--top', `${at.top - within.top + (beside ? GAP : -button.offsetHeight / 2)}px`);
  }

  #open(at) {
    this.menu.open(this.entryOf(at.closest('.row')), at.getBoundingClientRect());
  }
}
