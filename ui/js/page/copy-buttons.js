/**
 * Every `button.copy` below an element copies the `.copy-text` of the `.copyable` around it.
 *
 * A page on plain http has no navigator.clipboard. There the text is selected and the browser is
 * told to copy; if it refuses that too, the text stays selected for the reader's own keys.
 */
import { say } from '../words/words.js';

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

async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // Not there on plain http, or not allowed: the other way may still work.
  }
}

function copiedBySelection(source) {
  window.getSelection().selectAllChildren(source);
  const plain = (event) => {
    event.preventDefault(); // Without our fonts and colours.
    event.clipboardData.setData('text/plain', source.textContent);
  };
  document.addEventListener('copy', plain, { once: true });
  const done = document.execCommand('copy');
  document.removeEventListener('copy', plain);
  return done;
}
