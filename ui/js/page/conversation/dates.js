/** Far from the end: which day one reads, and the way to another. */
import { pressed } from '../parts/shortcuts.js';
import { say } from '../../words/words.js';
import { dayName, dayOf, startOf } from '../parts/times.js';

const $ = window.jQuery;

export class Dates {
  #day = null;

  /** `onJump(time)` answers a sentence where it did not work. */
  constructor(root, { onJump }) {
    Object.assign(this, { root: $(root), onJump });
    this.opener = this.root.find('.day-open').on('click', () => this.#toggle());
    this.form = this.root.find('form');
    this.input = this.form.find('input');
    this.problem = this.form.find('.problem');
    this.form.on('submit', (event) => this.#submit(event));
    this.form.on('click', '.day-first', () => this.#jump(0));
    this.form.on('keydown', (event) => this.#key(event));
  }

  #key(event) {
    if (!pressed(event, 'close')) return;
    event.preventDefault();
    this.close();
  }

  /** The day of the message that is read; null: not far enough to need one. */
  show(time) {
    const day = time === null ? null : dayName(time);
    if (day !== null && day !== this.#day) this.opener.find('span').text(day);
    if (time !== null) this.time = time;
    this.#day = day;
    this.#hide();
  }

  /** Whoever was in it is back where they opened it. */
  close() {
    const inside = this.form[0].contains(document.activeElement);
    if (this.#open) this.#toggle();
    if (inside) this.opener.trigger('focus');
    this.#hide();
  }

  #hide() {
    this.root.prop('hidden', this.#day === null && !this.#open);
  }

  get #open() {
    return !this.form.prop('hidden');
  }

  #toggle() {
    const open = !this.#open;
    this.form.prop('hidden', !open);
    this.opener.attr('aria-expanded', String(open));
    this.problem.text('');
    this.opened = Symbol('opened');
    this.#busy(false);
    if (open) this.input.val(dayOf(this.time)).attr('max', dayOf(new Date())).trigger('focus');
  }

  #submit(event) {
    event.preventDefault();
    const day = this.input.val();
    if (day > dayOf(new Date())) this.problem.text(say('dates.ahead'));
    else if (day) this.#jump(startOf(day));
  }

  /** One at a time; what was asked for in another room closes nothing in this one. */
  async #jump(time) {
    if (this.form.attr('aria-busy') === 'true') return;
    this.#busy(true);
    const { opened } = this;
    const problem = await this.onJump(time);
    if (opened !== this.opened) return;
    this.#busy(false);
    this.problem.text(problem ?? '');
    if (!problem) this.close();
  }

  #busy(busy) {
    this.form.attr('aria-busy', String(busy));
  }
}
