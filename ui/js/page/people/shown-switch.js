/**
 * Whether others are told that one is here: a button beside one's own name, seen by who is about to
 * change that, and by who is not shown.
 */
const $ = window.jQuery;

export class ShownSwitch {
  /** `onTurn(shown)` hears what somebody wants. */
  constructor(button, { onTurn }) {
    this.button = $(button);
    this.button.on('mousedown', (event) => event.preventDefault()); // The focus stays, and with it the line on a phone.
    this.button.on('click', () => onTurn(!this.shown));
    this.show(true);
  }

  show(shown) {
    this.shown = shown;
    this.button.attr('aria-pressed', String(!shown));
  }
}
