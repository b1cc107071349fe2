/**
 * What host and helpers do about somebody, on the card of that person: it says how they stand, and
 * each button is an act or leads to its choice. Nobody but them sees it, and it is not about them.
 */
import { chatTime } from '../line/clock.js';
import { dated, isToday } from './times.js';
import { say } from '../words/words.js';

const HELPER = 'helper';
const HOST = 'host';
const ACTS = {
  'helper': { role: HELPER },
  'unhelper': { role: '' },
  'unmute': { muted_until: null },
  'hidden': { hidden: true },
  'shown': { hidden: false },
  'remove': { removed: true },
  'let-in': { removed: false },
};
const USUAL = { role: '', muted_until: null, removed: false, hidden: false }; // Of whom nothing is decided.

export class Keeping {
  /** `role()` is what oneself is here; `change(member, wanted)` does it, and answers how they stand then. */
  constructor(root, { role, change, onShown, onProblem }) {
    Object.assign(this, { root, role, change, onShown, onProblem });
    this.steps = root.find('.keeping-step');
    root.on('click', 'button[data-act]', ({ currentTarget }) => this.#do(currentTarget.dataset));
    root.on('click', 'button[data-step]', ({ currentTarget }) => this.#step(currentTarget.dataset.step));
  }

  hide() {
    this.root.prop('hidden', true);
  }

  /** `member` stands as `person` says; null where nothing is known. */
  show(member, person) {
    const stands = { ...USUAL, ...person };
    this.member = member;
    this.root.prop('hidden', !this.#may(stands));
    if (this.root.prop('hidden')) return;
    this.#say(stands);
    const { role, muted_until: muted, removed, hidden, others_at_address: others } = stands;
    this.root.find('.keeping-others').text(others ? say('keeping.others', { count: others }) : '').prop('hidden', !others);
    this.#offer('helper', this.role() === HOST && !role && !removed);
    this.#offer('unhelper', this.role() === HOST && role === HELPER);
    this.#offer('mute', !muted && !removed, '[data-step=mute]');
    this.#offer('unmute', Boolean(muted));
    this.#offer('hidden', !hidden);
    this.#offer('shown', hidden);
    this.#offer('remove', !removed, '[data-step=remove]');
    this.#offer('let-in', removed);
    this.#step('acts', { focus: false });
  }

  #may({ role }) {
    const mine = this.role();
    return mine === HOST ? role !== HOST : mine === HELPER && role === '';
  }

  #say({ role, muted_until: muted, removed, hidden }) {
    const lines = [
      role === HELPER && say('keeping.helper'),
      muted && say(isToday(muted) ? 'keeping.muted' : 'keeping.mutedDay', dated(muted)),
      removed && say('keeping.removed'),
      hidden && say('keeping.hidden'),
    ];
    this.root.find('.keeping-state').text(lines.filter(Boolean).join(' '));
  }

  #offer(act, offered, button = `[data-act=${act}]`) {
    this.root.find(`.keeping-acts ${button}`).prop('hidden', !offered);
  }

  /** The acts, or one of the questions that some lead to. */
  #step(name, { focus = true } = {}) {
    const [step] = this.steps.prop('hidden', true).filter(`[data-name=${name}]`).prop('hidden', false);
    this.onShown();
    if (focus) step.querySelector('button:not([hidden])').focus();
  }

  async #do({ act, seconds }) {
    const { member } = this;
    const wanted = seconds ? { muted_until: new Date(chatTime() + seconds * 1000).toISOString() } : ACTS[act];
    try {
      const person = await this.change(member, wanted);
      if (member === this.member) this.#done(person);
    } catch (error) {
      if (error.status === undefined) throw error;
      this.onProblem(error.description);
    }
  }

  /** The button that had the focus is perhaps gone: what takes its place has it. */
  #done(person) {
    this.onProblem('');
    this.show(this.member, person);
    if (!this.root.prop('hidden')) this.#step('acts');
  }
}
