/** Back to the messages from which one went to what they answer, the last one first. */
const MOST = 20; // Steps; over it the first ones are forgotten.

export class WayBack {
  #steps = [];

  /** `onBack(id)` leads to a message. */
  constructor(button, { onBack }) {
    this.button = button;
    button.addEventListener('click', () => {
      const step = this.#steps.pop();
      this.#show();
      onBack(step);
    });
  }

  /** From the message `id` somebody went up to another. */
  left(id) {
    this.#steps = [...this.#steps, id].slice(-MOST);
    this.#show();
  }

  /** The reader has seen all up to the message `id`. */
  reached(id) {
    if (!this.#steps.length) return;
    this.#steps = this.#steps.filter((step) => step > id);
    this.#show();
  }

  forget() {
    this.#steps = [];
    this.#show();
  }

  #show() {
    this.button.hidden = this.#steps.length === 0;
  }
}
