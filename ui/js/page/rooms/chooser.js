/** Chooses one or several of the people that this browser has met here. */
import { refusal } from '../../line/api-error.js';
import { initialOf, shownNick, tagOf, toneOf } from '../../chat/nicks.js';
import { Panel } from '../parts/panel.js';
import { plain } from '../parts/plain.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const MOST = 200; // People in the list; more are found by their letters.

export class Chooser {
  #people = [];
  #chosen = new Map(); // member -> { member, nick }
  #act = null;

  /** `people()` answers [{ member, nick }], `shared(nick)` whether two go by that name. */
  constructor(dialog, { shared, onClose }) {
    this.shared = shared;
    this.panel = new Panel(dialog, { onClose });
    const { root } = this.panel;
    this.title = root.find('h2');
    this.input = root.find('input[type=search]').on('input', () => this.#arrange());
    this.list = root.find('ul');
    this.note = root.find('[role=status]');
    this.problem = root.find('.problem');
    this.button = root.find('button.primary');
    this.list.on('change', 'input', ({ target }) => this.#choose(target));
    root.find('form').on('submit', (event) => this.#submit(event));
  }

  /** `act(people)` does it, and answers what is to be done once this is closed; what is in the way is
   * told here. */
  open({ title, button, people, act }) {
    this.#people = people;
    this.#chosen.clear();
    this.#act = act;
    this.title.text(title);
    this.button.text(button);
    this.input.val('');
    this.problem.text('');
    this.#arrange();
    this.panel.open();
    this.input.trigger('focus');
  }

  #arrange() {
    const letters = plain(this.input.val());
    const found = this.#people.filter(({ nick }) => plain(nick).includes(letters)).slice(0, MOST);
    this.list.empty().append(found.map((person) => this.#item(person)));
    this.note.text(found.length ? '' : say(this.#people.length ? 'people.notFound' : 'people.nobody'));
    this.#count();
  }

  #item({ member, nick }) {
    const box = $('<input type="checkbox">').val(member).prop('checked', this.#chosen.has(member));
    const tag = this.shared(nick) ? $('<span class="tag">').text(tagOf(member)) : null;
    return $('<li>').append($('<label class="person">').append(
      box,
      $('<span aria-hidden="true">').addClass(`avatar tone-${toneOf(member)}`).text(initialOf(nick)),
      $('<bdi class="person-name">').text(shownNick(nick)),
      tag,
    ));
  }

  #choose({ value, checked }) {
    if (checked) this.#chosen.set(value, this.#people.find(({ member }) => member === value));
    else this.#chosen.delete(value);
    this.#count();
  }

  #count() {
    this.button.attr('aria-disabled', this.#chosen.size ? null : 'true');
  }

  /** Return in the box takes the only one that is left. */
  #only() {
    const boxes = this.list.find('input');
    if (this.#chosen.size || !this.input.val() || boxes.length !== 1) return;
    boxes.prop('checked', true);
    this.#choose(boxes[0]);
  }

  async #submit(event) {
    event.preventDefault();
    this.#only();
    if (!this.#chosen.size || this.busy) return;
    this.busy = true;
    try {
      const then = await this.#act([...this.#chosen.values()]);
      this.panel.close(); // First: it gives the focus back to who had it before.
      then?.();
    } catch (error) {
      this.problem.text(refusal(error).description);
    } finally {
      this.busy = false;
    }
  }
}
