/** The way to the picker of emoji, whose list is loaded when somebody first wants it. */
import { loaded } from '../parts/later.js';

export class Picking {
  #picker = null;

  /** `onProblem()` hears that it could not be loaded. */
  constructor(dialog, { storage, onProblem }) {
    Object.assign(this, { dialog, storage, onProblem });
  }

  /** `at` is where on the page; `onChoose(emoji)` hears what was chosen. */
  async open(at, onChoose) {
    const picker = await this.#loaded();
    return picker ? picker.open(at, onChoose) : this.onProblem();
  }

  /** Null where it could not be loaded. */
  async #loaded() {
    const script = await loaded(() => import('./emoji-picker.js'));
    if (script) this.#picker ??= new script.EmojiPicker(this.dialog, { storage: this.storage });
    return this.#picker;
  }
}
