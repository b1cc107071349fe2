/**
 * What host and helpers do about somebody, on the card of that person: it says how they stand, and
 * each button is an act or leads to its choice. Nobody but them sees it, and it is not about them.
 */
import { refusal } from '../../line/api-error.js';
import { chatTime } from '../../line/clock.js';
import { dated, isToday } from '../parts/times.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;

const HELPER = 'helper';
const HOST = 'host';
const FIRST = 'acts'; // The step that the others come from.
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
    root.on('click', 'button[data-step]', ({ currentTarget }) => this.#enter(currentTarget.dataset.step));
  }

  hide() {
    this.root.prop('hidden', true);
  }

  /**
   * `member` stands as `person` says; null where nothing is known. News come at any time: a question
   * that is being answered stays open while it is one.
   */
  show(member, person) {
    const stands = { ...USUAL, ...person };
    const before = this.root.prop('hidden') || member !== this.member ? FIRST : this.#shown;
    const held = this.#held;
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
    const asked = before !== FIRST && !this.#button(`[data-step=${before}]`).prop('hidden');
    this.#step(asked ? before : FIRST);
    if (held && !this.#held) this.#focus();
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
    this.#button(button).prop('hidden', !offered);
  }

  #button(which) {
    return this.root.find(`.keeping-acts ${which}`);
  }

  /** Whether the focus is here; some browsers leave it on what is hidden by now, others take it away at once. */
  get #held() {
    return this.root.has(document.activeElement).length > 0 && $(document.activeElement).is(':visible');
  }

  /** The acts, or the question that is asked. */
  get #shown() {
    return this.steps.not('[hidden]').attr('data-name');
  }

  /** The acts, or one of the questions that some lead to. */
  #step(name) {
    this.steps.prop('hidden', true).filter(`[data-name=${name}]`).prop('hidden', false);
    this.onShown();
  }

  #enter(name) {
    this.#step(name);
    this.#focus();
  }

  #focus() {
    this.steps.not('[hidden]').find('button').not('[hidden]').first().trigger('focus');
  }

  async #do({ act, seconds }) {
    const { member } = this;
    const step = this.#shown;
    const wanted = seconds ? { muted_until: new Date(chatTime() + seconds * 1000).toISOString() } : ACTS[act];
    try {
      const person = await this.change(member, wanted);
      if (member === this.member) this.#done(person, step);
    } catch (error) {
      this.onProblem(refusal(error).description);
    }
  }

  /** A choice was made; unless somebody is at another one by now, that stays open. */
  #done(person, step) {
    this.onProblem('');
    this.show(this.member, person);
    if (!this.root.prop('hidden') && step !== FIRST && step === this.#shown) this.#enter(FIRST);
  }
}
