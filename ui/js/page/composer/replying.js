/** The strip above the box while one answers a message: what that says, and the way out of it. What is typed is another matter. */
import { pressed } from '../parts/shortcuts.js';
import { isolated, nodes } from '../../words/words.js';

const $ = window.jQuery;
const KEPT = 'reply.'; // The message's number, of each room: its words are not kept here, for they may be taken back.

export class Replying {
  id = null; // The message that is answered.

  /** `told(id)` is what its line says; `onTurn()` hears that it begins, ends, or has another size. */
  constructor(root, { form, storage, told, onTurn }) {
    Object.assign(this, { root: $(root), storage, told, onTurn });
    this.root.find('button').on('mousedown', (event) => event.preventDefault()) // The focus stays in the box.
      .on('click', () => this.leave());
    $(form).on('keydown', (event) => this.#key(event));
  }

  /** What was answered in this room, also at an earlier visit. */
  open(room) {
    if (room === this.room) return;
    this.room = room;
    this.#turn(this.storage.get(KEPT + room, null));
  }

  answer(id) {
    this.storage.set(KEPT + this.room, id);
    this.#turn(id);
  }

  leave() {
    this.storage.remove(KEPT + this.room);
    this.#turn(null);
  }

  /** It may say something else now. */
  update() {
    if (this.id === null) return;
    const { nick, words, gone } = this.told(this.id);
    if (gone) return this.leave();
    const line = nick === null ? nodes('replying.what', { words: isolated(words) })
      : nodes('replying.to', { nick: isolated(nick), words: isolated(words) });
    const text = this.root.find('.strip-words');
    if (text.text() !== line.map((node) => node.textContent).join('')) text.empty().append(line);
  }

  #turn(id) {
    this.id = Number.isSafeInteger(id) ? id : null;
    this.root.prop('hidden', this.id === null);
    this.update();
    this.onTurn();
  }

  /** Escape closes the innermost thing: what is open above the box goes first. */
  #key(event) {
    if (this.id === null || !pressed(event, 'close')) return;
    event.preventDefault();
    this.leave();
  }
}
