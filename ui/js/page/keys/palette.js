/**
 * Goes to a room or a person by a few letters: what is unread first, then where one was last. It is there
 * at once: what is typed right after its key would go to the box. A combobox: the focus stays where one types, the arrows choose in the list.
 */
import { attempted } from '../parts/attempt.js';
import { findable, found } from '../parts/finding.js';
import { initialOf, toneOf } from '../../chat/nicks.js';
import { lock } from '../parts/lock.js';
import { plain } from '../parts/plain.js';
import { pressed } from '../parts/shortcuts.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const MOST = 10; // Rows; who wants another one types a further letter.
const STEPS = { ArrowUp: -1, ArrowDown: 1 };

export class Palette {
  #places = [];
  #shown = [];
  #at = 0;
  #busy = false;

  /**
   * `places()` answers all rooms and people, those first that come first where nothing is typed:
   * [{ kind, name, title, unread, member, tag }]. `go(place)` goes there, and answers what is to be done once this is closed.
   */
  constructor(dialog, { places, go, onClose }) {
    Object.assign(this, { dialog, places, go });
    this.root = $(dialog);
    this.input = this.root.find('input');
    this.list = this.root.find('ul');
    this.note = this.root.find('[role=status]');
    this.problem = this.root.find('.problem');
    this.root.on('click', ({ target }) => { if (target === dialog) dialog.close(); })
      .on('close', () => onClose())
      .on('keydown', (event) => this.#key(event))
      .on('input', 'input', () => this.#find())
      .on('mousedown', 'li', (event) => event.preventDefault()) // The focus stays where one types.
      .on('click', 'li', ({ currentTarget }) => this.#choose(this.#shown[$(currentTarget).index()]));
  }

  open() {
    this.#places = this.places().map((place, order) => ({ ...place, order, ...findable(place.title) }));
    this.input.val('');
    this.problem.text('');
    this.#find();
    this.dialog.showModal();
    this.input.trigger('focus');
  }

  #find() {
    const letters = plain(this.input.val().replace(/^\s*[#@]/u, ''));
    const fits = this.#places.map((place) => ({ place, ...found(place, letters) })).filter(({ rank }) => rank !== undefined);
    if (letters) fits.sort((a, b) => weight(a) - weight(b) || a.place.order - b.place.order);
    const best = fits.slice(0, MOST);
    this.#shown = best.map(({ place }) => place);
    this.list.empty().append(best.map((fit, at) => row(fit, at)));
    this.note.text(best.length ? '' : say('palette.nothing'));
    this.#mark(0);
  }

  #mark(at) {
    this.#at = at;
    const options = this.list.children().attr('aria-selected', 'false');
    const [option] = options.eq(at).attr('aria-selected', 'true');
    this.input.attr('aria-activedescendant', option?.id ?? null);
    option?.scrollIntoView({ block: 'nearest' });
  }

  #key(event) {
    const step = STEPS[pressed(event, 'list.walk')];
    if (pressed(event, 'go')) this.dialog.close();
    else if (step && this.#shown.length) this.#mark((this.#at + step + this.#shown.length) % this.#shown.length);
    else if (pressed(event, 'list.take')) this.#choose(this.#shown[this.#at]);
    else return;
    event.preventDefault();
  }

  async #choose(place) {
    if (!place || this.#busy) return;
    this.#busy = true;
    let then = null;
    const problem = await attempted(async () => { then = await this.go(place); });
    this.#busy = false;
    this.problem.text(problem ?? '');
    if (problem) return;
    this.dialog.close(); // First: it gives the focus back.
    then();
  }
}

/** What is meant literally comes first, then what is unread. */
function weight({ rank, place }) {
  const well = rank < 4 ? 1 : 2;
  return (rank === 0 ? 0 : well) * 100 + (place.unread ? 0 : 10) + rank;
}

function row({ place, parts }, at) {
  const { kind, title, text, tag, unread } = place;
  const label = $('<bdi class="palette-title">').append(text.length === title.length ? marked(title, parts) : title);
  const about = kind === 'person' ? say('palette.write') : unread > 0 && say('rooms.unread', { count: unread });
  return $('<li role="option">').attr({ id: `palette-${at}`, class: `palette-row ${kind}` }).append(
    sign(place), label, tag ? $('<span class="tag">').text(tag) : null, about ? $('<span class="palette-about">').text(about) : null,
  );
}

function sign({ kind, name, member, title }) {
  const node = $('<span class="palette-sign" aria-hidden="true">');
  if (kind === 'room') return node.text('#');
  if (kind === 'private') return node.append(lock());
  return node.addClass(`avatar tone-${toneOf(member ?? name)}`).text(initialOf(title));
}

function marked(title, parts) {
  const pieces = [];
  let done = 0;
  for (const [from, to] of parts) {
    pieces.push(title.slice(done, from), $('<mark>').text(title.slice(from, to)));
    done = to;
  }
  return [...pieces, title.slice(done)];
}
