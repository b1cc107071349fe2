/** The small form that makes a room. */
import { roomNameProblem } from '../chat/room-name.js';

const $ = window.jQuery;

export class NewRoom {
  constructor(form, { opener, longest, onMake }) {
    Object.assign(this, { form: $(form), opener: $(opener), longest, onMake });
    this.input = this.form.find('input');
    this.problem = this.form.find('.problem');
    this.opener.on('click.new-room', () => (this.isOpen ? this.close() : this.open()));
    this.form.on('submit.new-room', (event) => this.#submit(event));
    this.form.on('click.new-room', 'button[type=button]', () => this.close());
    this.form.on('input.new-room', () => this.#say(''));
    this.form.on('keydown.new-room', (event) => this.#key(event));
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

  #submit(event) {
    event.preventDefault();
    const name = this.input.val().trim().replace(/^#/, '').normalize('NFC');
    const problem = roomNameProblem(name, this.longest());
    this.#say(problem ?? '');
    if (problem) return this.input.trigger('focus');
    this.close();
    return this.onMake(name);
  }

  #say(sentence) {
    this.problem.text(sentence);
    this.input.attr('aria-invalid', String(Boolean(sentence)));
  }

  destroy() {
    this.form.off('.new-room');
    this.opener.off('.new-room');
  }
}
