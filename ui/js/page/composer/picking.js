/** The way to the picker of emoji, whose list is loaded when somebody first wants it. */
import { loaded } from '../parts/later.js';

export class Picking {
  #coming = null;

  /** `onProblem()` hears that it could not be loaded. */
  constructor(dialog, { storage, onProblem }) {
    Object.assign(this, { dialog, storage, onProblem });
  }

  /** `at` is where on the page; `onChoose(emoji)` hears what was chosen. */
  async open(at, onChoose) {
    this.#coming ??= this.#picker();
    const picker = await this.#coming;
    if (picker) return picker.open(at, onChoose);
    this.#coming = null;
    return this.onProblem();
  }

  /** Null where it could not be loaded. */
  async #picker() {
    const script = await loaded(() => import('./emoji-picker.js'));
    return script && new script.EmojiPicker(this.dialog, { storage: this.storage });
  }
}
