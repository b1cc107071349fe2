/** The small form that makes a room. */
import { refusal } from '../../line/api-error.js';
import { pressed } from '../parts/shortcuts.js';
import { roomNameProblem, typedName } from '../../chat/room-name.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class NewRoom {
  constructor(form, { opener, longest, onMake, onMade, onWriteTo }) {
    Object.assign(this, { form: $(form), opener: $(opener), longest, onMake, onMade });
    this.input = this.form.find('[type=text]');
    this.only = this.form.find('[type=checkbox]');
    this.problem = this.form.find('.problem');
    this.opener.on('click', () => (this.isOpen ? this.close() : this.open()));
    this.form.on('submit', (event) => this.#submit(event));
    this.form.on('click', '.cancel', () => this.close());
    this.form.on('click', '.write-to', () => { this.close(); onWriteTo(); });
    this.form.on('input', () => this.#say(''));
    this.form.on('keydown', (event) => this.#key(event));
  }

  get isOpen() {
    return !this.form.prop('hidden');
  }

  open() {
    this.form.prop('hidden', false);
    this.opener.attr('aria-expanded', 'true');
    this.only.prop('checked', false);
    this.input.val('').trigger('focus');
    this.#say('');
  }

  close() {
    this.form.prop('hidden', true);
    this.opener.attr('aria-expanded', 'false').trigger('focus');
  }

  #key(event) {
    if (!pressed(event, 'close')) return;
    event.preventDefault(); // Closes the form, not the drawer around it.
    this.close();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.form.attr('aria-busy') === 'true') return;
    const problem = await this.#made();
    if (!problem) return;
    this.#say(problem);
    this.input.trigger('focus');
  }

  /** What is in the way, or null. A private room has a title, which is not its name. */
  #made() {
    const typed = this.input.val().trim();
    const only = this.only.prop('checked');
    const name = only ? typed : typedName(typed);
    const problem = only ? (typed ? null : say('room.nameMissing')) : roomNameProblem(name, this.longest());
    return problem ?? this.#make(name, only);
  }

  async #make(name, only) {
    this.form.attr('aria-busy', 'true');
    try {
      const room = await this.onMake(name, only);
      this.close();
      this.onMade(room);
      return null;
    } catch (error) {
      return refusal(error).description;
    } finally {
      this.form.attr('aria-busy', 'false');
    }
  }

  #say(sentence) {
    this.problem.text(sentence);
    this.input.attr('aria-invalid', String(Boolean(sentence)));
  }
}
