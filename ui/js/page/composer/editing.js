/**
 * One's own message, which is edited in the box: a strip above it says so. What was begun there comes
 * back after, and what was changed in a room that was left meanwhile comes back with the room.
 */
import { joined, named } from '../../chat/meant.js';
import { pressed } from '../parts/shortcuts.js';
import { isolated, nodes } from '../../words/words.js';

const $ = window.jQuery;

export class Editing {
  #entry = null;
  #meant = {}; // Whom its names mean, of those who were chosen: { name: member }.
  #left = new Map(); // room -> { entry, words, meant }, of rooms that were left while something was edited there

  /** `onDone(entry, words, meant)` is told what it is to say, and whom it names, and answers whether that is taken; `onTurn(id)` which message is edited, null for none. */
  constructor(root, { composer, onDone, onTurn }) {
    Object.assign(this, { root: $(root), composer, onDone, onTurn });
    this.root.find('button').on('mousedown', (event) => event.preventDefault()) // The focus stays in the box.
      .on('click', () => this.leave());
    composer.form.on('keydown', (event) => this.#key(event));
    composer.box.on('input', () => { this.#meant = named(this.#meant, composer.words) ?? {}; });
  }

  get going() {
    return this.#entry !== null;
  }

  /** Another room is open now. */
  open(room, before) {
    if (room === before) return;
    const left = this.#left.get(room);
    this.#left.delete(room);
    this.#turn(null);
    if (left) this.begin(left.entry, left.words, left.meant);
  }

  /** The room is about to be left. */
  put(room) {
    if (this.going) this.#left.set(room, { entry: this.#entry, words: this.composer.words, meant: this.#meant });
  }

  /** The message goes into the box, with `words` that somebody wrote for it already, and whom these mean. */
  begin(entry, words = entry.message, meant = {}) {
    this.#turn(entry);
    this.#meant = meant;
    this.composer.lend(words, (changed) => this.#done(changed));
    this.composer.focus();
  }

  /** Somebody was chosen by a name in it: { name: member }. */
  mean(people) {
    this.#meant = joined(this.#meant, people);
  }

  leave() {
    if (!this.going) return;
    this.#turn(null);
    this.composer.regain();
    this.composer.focus();
  }

  #done(words) {
    if (words === this.#entry.message || this.onDone(this.#entry, words, named(this.#meant, words))) this.leave();
  }

  #turn(entry) {
    this.#entry = entry;
    this.root.prop('hidden', !entry);
    this.root.find('.strip-words').empty().append(entry ? nodes('editing.what', { words: isolated(entry.message) }) : []);
    this.onTurn(entry?.id ?? null);
  }

  /** Escape closes the innermost thing only: what is open over the page, or above the box since, has it first. */
  #key(event) {
    if (!this.going || !pressed(event, 'close')) return;
    event.preventDefault();
    this.leave();
  }
}
