/** The name people write under, remembered by this browser and the same in all its tabs. */
import { shows } from '../chat/visible.js';

const $ = window.jQuery;
const NAME = 'nick';

export class Nickname {
  constructor(input, { storage, onDone }) {
    Object.assign(this, { input: $(input), storage });
    this.input.val(storage.get(NAME, ''));
    this.input.on('input.nickname', () => this.#keep());
    this.input.on('keydown.nickname', (event) => this.#key(event, onDone));
    this.unwatch = storage.watch(NAME, () => this.#follow());
    this.#mark();
  }

  get value() {
    const name = this.input.val().trim();
    return shows(name) ? name : ''; // What nobody can see is no name.
  }

  limit(characters) {
    this.input.attr('maxlength', characters);
  }

  focus() {
    this.input.trigger('focus');
  }

  #key(event, onDone) {
    if (event.key !== 'Enter' || event.originalEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault(); // Return in the name goes on to the message instead of sending it.
    onDone();
  }

  #keep() {
    this.storage.set(NAME, this.value);
    this.#mark();
  }

  /** Another tab changed it; somebody typing here is not interrupted. */
  #follow() {
    if (document.activeElement === this.input[0]) return;
    this.input.val(this.storage.get(NAME, ''));
    this.#mark();
  }

  #mark() {
    this.input.parent().toggleClass('unnamed', !this.value);
  }

  destroy() {
    this.input.off('.nickname');
    this.unwatch();
  }
}
