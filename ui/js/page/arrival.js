/**
 * Who opens a link from their other device is asked whether they want to be the same person here.
 * The link opens nothing before that: it may have been fetched ahead, or sent by somebody else.
 */
import { refusal } from '../line/api-error.js';
import { brought } from '../brought.js';

const $ = window.jQuery;
const SECRET = /^[a-z2-7]{16,64}$/;

/** The secret that the address brings; null where it brings none, or no such thing. */
export function arriving() {
  const secret = brought('device');
  return SECRET.test(secret ?? '') ? secret : null;
}

export class Arrival {
  constructor(dialog, { onArrive }) {
    this.dialog = dialog;
    this.root = $(dialog);
    this.root.find('.arrive').on('click', () => this.#arrive(onArrive));
    this.root.find('.stay').on('click', () => dialog.close());
    this.root.on('close', () => { this.secret = null; });
  }

  ask(secret) {
    this.secret = secret;
    this.root.find('.problem').text('');
    if (!this.dialog.open) this.dialog.showModal();
  }

  async #arrive(onArrive) {
    try {
      await onArrive(this.secret);
    } catch (error) {
      this.root.find('.problem').text(refusal(error).description);
    }
  }
}
