/** Who is here, beside the conversation: how many, which is the place to look for one, and they by their names. */
import { refusal } from '../../line/api-error.js';
import { HereList } from './here-list.js';
import { pressed } from '../parts/shortcuts.js';
import { clockTime, dated, isToday } from '../parts/times.js';
import { say } from '../../words/words.js';
import { write } from '../parts/written.js';

const $ = window.jQuery;

export class HerePanel {
  named = true; // Whether they are listed.
  #members = new Set();
  #asked = null; // Stands for the newest of the questions who was here before.

  /**
   * `about(person)` answers what is known of one: { called, named, shared, me }; `gone()` asks who was here before;
   * `onOpen(button)` shows the card of whom it names.
   */
  constructor(root, { about, gone, onOpen }) {
    Object.assign(this, { about, gone });
    this.root = $(root);
    this.input = this.root.find('.here-filter').on('input', () => this.#filter()).on('keydown', (event) => this.#key(event));
    this.crowd = this.root.find('.here-crowd');
    this.note = this.root.find('.here-note');
    const list = (name, onUp) => new HereList(this.root.find(name)[0], { onOpen, onUp });
    this.here = list('.here-people', () => this.first.focus());
    this.before = list('.here-before ul', () => this.root.find('summary').trigger('focus'));
    this.details = this.root.find('.here-before').on('toggle', () => this.ask());
    this.problem = this.root.find('.problem');
  }

  /** Where the keys go first. */
  get first() {
    return this.named ? this.input[0] : this.root.find('summary')[0];
  }

  /** `people` are null where there are too many to be named; `shown` is whether oneself is told of. */
  show({ count, people, shown }) {
    this.root.find('.here-unshown').prop('hidden', shown);
    this.named = people !== null;
    const words = say('here.count', { count });
    this.input.attr('placeholder', words).prop('hidden', !this.named);
    this.crowd.text(words).prop('hidden', this.named);
    this.root.find('.here-many').prop('hidden', this.named);
    const present = (people ?? []).map((person) => this.#row(person));
    this.here.show(present.sort((one, other) => other.named - one.named || one.called.localeCompare(other.called)));
    this.#filter();
    const members = new Set(present.map(({ member }) => member));
    if ([...this.#members].some((member) => !members.has(member))) this.ask();
    this.#members = members;
  }

  /** Who was here and is not now: asked where somebody wants to see it. */
  async ask() {
    if (!this.details[0].open) return;
    const asked = (this.#asked = {});
    this.problem.text('');
    try {
      const gone = await this.gone();
      if (asked !== this.#asked) return; // Somebody else has left meanwhile, or another room is open.
      if (gone) this.before.show(gone.map((person) => this.#row(person)));
      this.root.find('.here-nobody').prop('hidden', !gone || gone.length > 0);
    } catch (error) {
      const { description } = refusal(error);
      if (asked !== this.#asked) return;
      this.problem.text(description);
    }
    this.#filter();
  }

  #row(person) {
    const { member, nick, bot = false, state } = person;
    return { member, nick, bot, state, words: saidOf(person), ...this.about(person) };
  }

  #filter() {
    const letters = this.named ? this.input.val() : '';
    const found = this.here.filter(letters) + (this.details[0].open ? this.before.filter(letters) : 0);
    const words = letters.trim() && !found ? say('people.notFound') : '';
    write(this.note, words);
  }

  #key(event) {
    const { first } = this.here;
    if (pressed(event, 'close') && this.input.val()) {
      event.preventDefault(); // Empties the box, and hides nothing around it.
      this.input.val('');
      this.#filter();
    } else if (pressed(event, 'list.walk') === 'ArrowDown' && first) {
      event.preventDefault();
      first.focus();
    } else if (pressed(event, 'list.take') && this.input.val() && first) {
      event.preventDefault();
      first.focus();
      first.click();
    }
  }
}

function saidOf({ state, last }) {
  if (state === 'away') return say('here.away');
  if (state !== 'gone') return '';
  return isToday(last) ? clockTime(last) : say('here.last', dated(last));
}
