/** The way to the picker of emoji, whose list is loaded when somebody first wants it. */
export class Picking {
  #coming = null;

  /** `onProblem()` hears that it could not be loaded. */
  constructor(dialog, { storage, onProblem }) {
    Object.assign(this, { dialog, storage, onProblem });
  }

  /** `at` is where on the page; `onChoose(emoji)` hears what was chosen. */
  async open(at, onChoose) {
    try {
      (await this.#picker()).open(at, onChoose);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // A browser's word for what could not be loaded.
      this.#coming = null;
      this.onProblem();
    }
  }

  #picker() {
    this.#coming ??= import('./emoji-picker.js').then(({ EmojiPicker }) => new EmojiPicker(this.dialog, { storage: this.storage }));
    return this.#coming;
  }
}
