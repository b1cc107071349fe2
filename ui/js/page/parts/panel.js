/** A dialog over the page: it opens, and closes by its button, by Escape and by a press beside it. */
const $ = window.jQuery;

export class Panel {
  constructor(dialog, { onClose }) {
    this.dialog = dialog;
    this.root = $(dialog);
    // From the press on: a selection may end out there.
    this.root.on('pointerdown', ({ target }) => { this.pressed = target; });
    this.root.on('click', ({ target }) => {
      if (target === dialog && this.pressed === dialog) this.close();
    });
    this.root.find('.panel-close').on('click', () => this.close());
    this.root.on('close', () => onClose());
  }

  get isOpen() {
    return this.dialog.open;
  }

  open() {
    if (!this.isOpen) this.dialog.showModal();
    this.dialog.scrollTop = 0;
  }

  close() {
    this.dialog.close();
  }
}
