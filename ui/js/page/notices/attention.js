/** Whether somebody looks at the chat in any tab of this browser: one that is focused says so when asked. */
const PATIENCE = 150; // Milliseconds; tabs hear each other in a few.

export class Attention {
  #asking = null;
  #answered = () => {};

  constructor({ tabs, looking }) {
    Object.assign(this, { tabs, looking });
    tabs.on('looking?', () => this.looking() && tabs.post('looking'));
    tabs.on('looking', () => this.#answered(true));
  }

  /** Resolves to true as soon as one says so, else to false. */
  async paid() {
    if (this.looking()) return true;
    this.#asking ??= this.#ask();
    return this.#asking;
  }

  async #ask() {
    const answer = new Promise((resolve) => { this.#answered = resolve; });
    setTimeout(() => this.#answered(false), PATIENCE);
    this.tabs.post('looking?');
    const paid = await answer;
    this.#asking = null;
    return paid;
  }
}
