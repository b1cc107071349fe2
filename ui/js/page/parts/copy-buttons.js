/**
 * Every `button.copy` below an element copies the `.copy-text` of the `.copyable` around it. If the
 * browser refuses that, the text stays selected for the reader's own keys.
 */
import { copiedBySelection, written } from './clipboard.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const REJOICE = 2000; // Milliseconds that a button says "Copied".

export class CopyButtons {
  #rejoicing = new Map(); // button -> what gives it back its words

  constructor(root, { note }) {
    this.root = $(root);
    this.note = $(note);
    this.root.on('click', 'button.copy', ({ currentTarget }) => this.#copy(currentTarget));
  }

  async #copy(button) {
    const source = $(button).closest('.copyable').find('.copy-text')[0];
    const done = (await written(source.textContent)) || copiedBySelection(source);
    this.note.text(''); // Said again if it is done again.
    this.note.text(say(done ? 'copy.done' : 'copy.selected'));
    this.#rejoice(button, say(done ? 'copy.done' : 'copy.press'));
  }

  #rejoice(button, words) {
    this.#rejoicing.get(button)?.();
    const before = [...button.childNodes];
    button.style.minWidth = `${button.offsetWidth}px`; // Nothing beside it moves.
    button.replaceChildren(words);
    const timer = setTimeout(() => this.#rejoicing.get(button)?.(), REJOICE);
    this.#rejoicing.set(button, () => {
      clearTimeout(timer);
      this.#rejoicing.delete(button);
      button.replaceChildren(...before);
    });
  }
}
