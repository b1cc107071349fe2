/** A finger that stays on something: what a right click is for a mouse. */
const $ = window.jQuery;
const PRESS = 500; // Milliseconds, as on phones.
const SLIP = 10; // Pixels by which a finger moves that is only laid down.

export class LongPress {
  #pressed = false; // A finger is on one, or was until just now.

  /** `at` selects what is pressed within `root`; `takes(node, target)` says whether that is meant there, `onPress(node)` hears it. */
  constructor(root, { at, takes = () => true, onPress }) {
    Object.assign(this, { takes, onPress });
    for (const over of ['pointerup', 'pointercancel', 'scroll']) $(root).on(over, () => this.#up());
    $(root).on('pointerdown', at, (event) => this.#down(event))
      .on('pointermove', (event) => this.#moved(event.originalEvent))
      .on('contextmenu', at, (event) => { if (this.#pressed) event.preventDefault(); }); // The browser's, which ours is instead of.
  }

  #down({ originalEvent, currentTarget, target }) {
    this.#up();
    this.#pressed = originalEvent.pointerType === 'touch' && this.takes(currentTarget, target);
    if (!this.#pressed) return;
    this.from = originalEvent;
    this.timer = setTimeout(() => this.onPress(currentTarget), PRESS);
  }

  #moved({ clientX, clientY }) {
    if (this.#pressed && Math.hypot(clientX - this.from.clientX, clientY - this.from.clientY) > SLIP) this.#up();
  }

  #up() {
    clearTimeout(this.timer);
    this.#pressed = false;
  }
}
