/** What is offered to complete what is typed: a list over the box, of which one may be chosen. */
import { marked } from './marked.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class Offers {
  rows = [];
  #chosen = null; // Its place among the rows.

  /** The list belongs to `box`, which keeps the focus; `onTake(row)` hears which was pressed. */
  constructor(root, { box, onTake }) {
    Object.assign(this, { root: $(root), box: $(box) });
    this.list = this.root.find('ul');
    this.note = this.root.find('[role=status]');
    this.root.on('mousedown', (event) => event.preventDefault()) // The focus stays, and with it a phone's keyboard.
      .on('click', '[role=option]', ({ currentTarget }) => onTake(this.rows[$(currentTarget).index()]));
  }

  get open() {
    return this.rows.length > 0;
  }

  /** Each { text, label, hint, picture, tone }, the best first. */
  show(rows, typed) {
    this.root.prop('hidden', !rows.length);
    this.list.empty().append(rows.map((row, at) => option(row, { typed, id: `offer-${at}` })));
    this.rows = rows.slice(0, this.#fitting());
    this.list.children().slice(this.rows.length).remove();
    this.#choose(null);
    this.note.text(this.open ? say('complete.count', { count: this.rows.length }) : '');
    this.box.attr('aria-controls', this.open ? 'offers' : null);
  }

  close() {
    if (this.open) this.show([], '');
  }

  /** The one that was chosen by an arrow; undefined where none was. */
  get chosen() {
    return this.rows[this.#chosen];
  }

  /** One further down, or up; from one end to the other. */
  step(by) {
    const { length } = this.rows;
    const from = this.#chosen ?? (by > 0 ? -1 : length);
    this.#choose((from + by + length) % length);
  }

  /** So many as there is room for: nothing is out of sight, for it has no focus to be scrolled by. */
  #fitting() {
    const { bottom } = this.root[0].getBoundingClientRect();
    const seen = this.list.children().get().filter((row) => row.getBoundingClientRect().bottom < bottom);
    return Math.max(1, seen.length);
  }

  #choose(at) {
    this.#chosen = at;
    const options = this.list.children().attr('aria-selected', 'false');
    const [option] = at === null ? [] : options.eq(at).attr('aria-selected', 'true');
    this.box.attr('aria-activedescendant', option?.id ?? null);
  }
}

function option({ label, hint = '', picture = '', tone }, { typed, id }) {
  const place = tone === undefined ? 'offer-picture' : `offer-picture avatar tone-${tone}`;
  return $('<li role="option" class="offer" aria-selected="false">').attr('id', id).append(
    $('<span aria-hidden="true">').addClass(place).text(picture),
    $('<bdi class="offer-label">').append(marked(label, typed)),
    hint ? $('<bdi class="offer-hint">').append(marked(hint, typed)) : null,
  );
}
