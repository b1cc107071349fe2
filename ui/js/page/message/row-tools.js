/**
 * The way to a message's menu without a keyboard: a quiet button in the row on which a mouse is, and
 * for fingers a long press.
 */
const $ = window.jQuery;
const PRESS = 500; // Milliseconds, as on phones.
const GAP = 4; // Pixels between words and button.
const SLIP = 10; // Pixels by which a finger moves that is only laid down.

export class RowTools {
  /** `button` is put into the row, `entryOf(row)` is what one shows. */
  constructor(root, { button, menu, entryOf }) {
    Object.assign(this, { root, menu, entryOf });
    this.button = $(button).detach().prop('hidden', false).on('click', () => this.#open(button));
    for (const over of ['pointerup', 'pointercancel', 'scroll']) $(root).on(over, () => this.#up());
    $(root).on('pointermove', '.row', (event) => { if (event.pointerType === 'mouse') this.#show(event.currentTarget); })
      .on('pointerleave', () => this.button.detach())
      .on('pointerdown', '.row', (event) => this.#down(event))
      .on('pointermove', (event) => this.#moved(event.originalEvent))
      .on('contextmenu', '.row', (event) => { if (this.pressed) event.preventDefault(); }); // A finger's, which ours is instead of.
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
