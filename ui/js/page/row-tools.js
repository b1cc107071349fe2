/**
 * The way to a message's menu without a keyboard: a quiet button in the row on which a mouse is, and
 * for fingers a long press.
 */
const $ = window.jQuery;
const PRESS = 500; // Milliseconds, as on phones.
const SLIP = 10; // Pixels by which a finger moves that is only laid down.

export class RowTools {
  /** `button` is put into the row, `entryOf(row)` is what one shows. */
  constructor(root, { button, menu, entryOf }) {
    Object.assign(this, { root, menu, entryOf });
    this.button = $(button).detach().prop('hidden', false).on('click', () => this.#open(button));
    for (const over of ['pointerup', 'pointercancel', 'scroll']) $(root).on(over, () => this.#up());
    $(root).on('pointermove', '.row', (event) => event.pointerType === 'mouse' && this.#show(event.currentTarget))
      .on('pointerleave', () => this.button.detach())
      .on('pointerdown', '.row', (event) => this.#down(event))
      .on('pointermove', (event) => this.#moved(event.originalEvent))
      .on('contextmenu', '.row', (event) => this.pressed && event.preventDefault()); // A finger's, which ours is instead of.
  }

  /** Moves, for a row also comes under a pointer that does nothing. */
  #show(row) {
    const message = row.querySelector('.message');
    if (this.button[0].parentNode === message) return;
    this.button.detach();
    if (message && row.dataset.id && this.menu.has(this.entryOf(row))) message.append(this.button[0]);
  }

  #open(at) {
    this.menu.open(this.entryOf(at.closest('.row')), at.getBoundingClientRect());
  }

  /** On a link or a button the browser's own press is meant. */
  #down({ originalEvent, currentTarget, target }) {
    this.#up();
    this.pressed = originalEvent.pointerType === 'touch' && currentTarget.dataset.id && !target.closest('a, button');
    if (!this.pressed) return;
    this.from = originalEvent;
    this.timer = setTimeout(() => this.#open(currentTarget.querySelector('.bubble')), PRESS);
  }

  #moved({ clientX, clientY }) {
    if (this.pressed && Math.hypot(clientX - this.from.clientX, clientY - this.from.clientY) > SLIP) this.#up();
  }

  #up() {
    clearTimeout(this.timer);
    this.pressed = false;
  }
}
