/** Which messages are shown as they were typed, letter by letter, for who wants to see their markers. */
import { isEmoji } from './emoji.js';
import { parse } from '../../format/parse.js';

const READ = ['text', 'link'];

export class AsTyped {
  #wanted = new Set(); // Numbers of messages: as many as somebody has pressed.

  /** `around(message, change)` makes a change to what is on the screen; `say(message, entry)` says it anew. */
  constructor(root, { around, say }) {
    Object.assign(this, { root, around, say });
  }

  has({ id }) {
    return this.#wanted.has(id);
  }

  /** Whether a message would look any other. */
  differs({ message, deleted }) {
    return !deleted && (isEmoji(message) || parse(message).some(({ kind }) => !READ.includes(kind)));
  }

  turn(entry) {
    if (!this.#wanted.delete(entry.id)) this.#wanted.add(entry.id);
    const message = this.root.querySelector(`.row[data-id="${entry.id}"] .message`);
    if (message) this.around(message, () => this.say(message, entry));
  }
}
