/** The small form that makes a room. */
import { roomNameProblem, typedName } from '../chat/room-name.js';

const $ = window.jQuery;

export class NewRoom {
  constructor(form, { opener, longest, onMake, onMade }) {
    Object.assign(this, { form: $(form), opener: $(opener), longest, onMake, onMade });
    this.input = this.form.find('input');
    this.problem = this.form.find('.problem');
    this.opener.on('click', () => (this.isOpen ? this.close() : this.open()));
    this.form.on('submit', (event) => this.#submit(event));
    this.form.on('click', 'button[type=button]', () => this.close());
    this.form.on('input', () => this.#say(''));
    this.form.on('keydown', (event) => this.#key(event));
  }

  get isOpen() {
    return !this.form.prop('hidden');
  }

  open() {
    this.form.prop('hidden', false);
    this.opener.attr('aria-expanded', 'true');
    this.input.val('').trigger('focus');
    this.#say('');
  }

  close() {
    this.form.prop('hidden', true);
    this.opener.attr('aria-expanded', 'false').trigger('focus');
  }

  #key(event) {
    if (event.key !== 'Escape') return;
    event.stopPropagation(); // Closes the form, not the drawer around it.
    this.close();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.form.attr('aria-busy') === 'true') return;
    const name = typedName(this.input.val());
    const problem = roomNameProblem(name, this.longest()) ?? (await this.#make(name));
    if (!problem) return;
    this.#say(problem);
    this.input.trigger('focus');
  }

  /** What is in the way, or null. */
  async #make(name) {
    this.form.attr('aria-busy', 'true');
    try {
      const room = await this.onMake(name);
      this.close();
      this.onMade(room);
      return null;
    } catch (error) {
      if (error.status === undefined) throw error;
      return error.description;
    } finally {
      this.form.attr('aria-busy', 'false');
    }
  }

  #say(sentence) {
    this.problem.text(sentence);
    this.input.attr('aria-invalid', String(Boolean(sentence)));
  }
}
