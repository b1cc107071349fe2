/**
 * Who opens a link from their other device is asked whether they want to be the same person here.
 * The link opens nothing before that: it may have been fetched ahead, or sent by somebody else.
 */
const $ = window.jQuery;
const MARK = /^#device=([a-z2-7]{16,64})$/;

/** The secret in the address, which is taken out of it at once: of the history, too. */
export function arriving() {
  const secret = MARK.exec(window.location.hash)?.[1] ?? null;
  if (secret) window.history.replaceState(null, '', window.location.pathname + window.location.search);
  return secret;
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
      if (error.status === undefined) throw error;
      this.root.find('.problem').text(error.description);
    }
  }
}
