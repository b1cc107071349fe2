/**
 * What is typed in the box is completed, by whatever source knows its sign. Tab or a press takes what is
 * offered, Return only what an arrow has chosen: whoever does not look at it writes as ever.
 */
import { composes } from '../parts/keys.js';
import { Offers } from './offers.js';
import { pressed } from '../parts/shortcuts.js';
import { typedAt } from './at-caret.js';

const MOST = 10; // Of what is offered; more letters find what is not among them.
const ARROWS = { ArrowDown: 1, ArrowUp: -1 };

export class Completion {
  #at = null; // What is completed: { sign, typed, start }.
  #left = null; // Where it begins for what nothing more is to be offered.

  /**
   * Each of `sources` is { sign, begins, spaces, find(typed) }, of which the two in the middle are as of
   * at-caret.js; find answers rows, or a promise of them, the best first: { text, label, hint, picture, tone }.
   * `text` takes the place of what is typed. `onTake(row)` hears which was.
   */
  constructor(root, { box, sources, onTake }) {
    Object.assign(this, { box, onTake });
    this.sources = new Map(sources.map((source) => [source.sign, source]));
    this.offers = new Offers(root, { box, onTake: (row) => this.#take(row) });
    box.addEventListener('input', (event) => { if (!composes(event)) this.#look(); });
    for (const type of ['keyup', 'click']) box.addEventListener(type, () => this.#stay());
    for (const type of ['blur', 'compositionstart']) box.addEventListener(type, () => this.leave());
    box.addEventListener('compositionend', () => this.#look());
    box.form.addEventListener('keydown', (event) => this.#key(event), true); // Before what the box does with them.
  }

  /** Nothing is offered any more until something else is begun. */
  leave() {
    this.#left = this.#at?.start ?? this.#left;
    this.#at = null;
    this.offers.close();
  }

  get #typed() {
    const { value, selectionStart: caret, selectionEnd: end } = this.box;
    return caret === end ? typedAt(value, caret, this.sources) : null;
  }

  async #look() {
    const at = this.#typed;
    if (at?.start !== this.#left) this.#left = null;
    this.#at = this.#left === null ? at : null;
    if (!this.#at) return this.offers.close();
    const rows = await this.sources.get(at.sign).find(at.typed);
    if (this.#at !== at) return undefined; // Something else is typed by now.
    return this.offers.show(rows.slice(0, MOST), at.typed);
  }

  /** The caret may have gone elsewhere. */
  #stay() {
    if (!this.#at) return;
    const now = this.#typed;
    if (now?.start === this.#at.start && now.typed === this.#at.typed) return;
    this.#at = null;
    this.offers.close();
  }

  #key(event) {
    if (event.target !== this.box || !this.offers.open) return;
    if (pressed(event, 'offers.chosen') && !this.offers.chosen) return this.leave();
    if (!this.#act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Whether the key is for what is offered. */
  #act(event) {
    const arrow = ARROWS[pressed(event, 'offers.walk')];
    if (arrow) this.offers.step(arrow);
    else if (pressed(event, 'close')) this.leave();
    else if (pressed(event, 'offers.take') || pressed(event, 'offers.chosen')) this.#take(this.offers.chosen ?? this.offers.rows[0]);
    else return false;
    return true;
  }

  /** As if it had been typed, with a space behind it: it can be undone. */
  #take(row) {
    const { start } = this.#at;
    const { value, selectionEnd: end } = this.box;
    const spaced = value[end] === ' ';
    this.leave();
    this.#left = start;
    this.box.setSelectionRange(start, end + (spaced ? 1 : 0));
    document.execCommand('insertText', false, `${row.text} `);
    this.onTake(row);
  }
}
