/**
 * What stands in the place of the chat for whoever is before its door: which chat that is, and how to
 * come in. It asks the chat while somebody may see it, and goes as soon as they are let in.
 */
import { outlived, refusal } from '../../line/api-error.js';
import { Backoff } from '../../line/backoff.js';
import { brought } from '../../brought.js';
import { say } from '../../words/words.js';
import { write } from '../parts/written.js';

const $ = window.jQuery;
const WAIT = 50; // Seconds.
const UNSEEN = 5000; // Milliseconds between two looks while nobody sees the page.
const PASS = 'pass';

const WORDS = {
  open: () => say('door.open'),
  passcode: () => say('door.passcode'),
  approve: () => say('door.approve'),
  locked: () => say('door.locked'),
  waiting: () => say('door.waiting'),
  refused: () => say('door.refused'),
};

/** The passcode that the address brings; empty where it brings none. */
export function broughtPasscode() {
  try {
    return decodeURIComponent(brought(PASS) ?? '');
  } catch {
    return '';
  }
}

export class DoorStep {
  #outside = null; // The promise to who waits for coming in.
  #inside = () => {};
  #state = null;
  #request = null;
  #backoff;

  /** `others` is hidden meanwhile; `nickname()` is the one known here, and `onNick` hears of another. */
  constructor(root, { api, others, visible, passcode, nickname, onNick, onIn }) {
    Object.assign(this, { api, visible, passcode, nickname, onNick, onIn });
    this.root = $(root);
    this.others = $(others);
    this.form = this.root.find('form');
    this.words = this.root.find('.door-words');
    this.nick = this.root.find('.door-nick');
    this.code = this.root.find('.door-passcode');
    this.problem = this.root.find('.problem');
    this.button = this.root.find('button');
    this.#backoff = new Backoff({ visible });
    this.form.on('submit', (event) => this.#submit(event));
    this.form.on('input', () => this.#complain(''));
    $(document).on('visibilitychange', () => this.visible() && this.#backoff.wake());
  }

  /** Resolves once `about` is of a chat that we are in: with whether we were before its door. */
  async stops({ name, limits, door }) {
    if (door?.past !== false) return false;
    this.root.find('h2').text(name);
    this.nick.attr('maxlength', limits.nick);
    this.#outside ??= this.#begin(door);
    await this.#outside;
    return true;
  }

  #begin(door) {
    this.others.prop('hidden', true);
    this.root.prop('hidden', false);
    this.nick.val(this.nickname());
    this.code.val(this.passcode);
    this.#show(door);
    this.#focus();
    if (this.passcode && door.mode === 'passcode') this.#enter();
    const inside = new Promise((resolve) => { this.#inside = resolve; });
    this.#watch();
    return inside;
  }

  async #watch() {
    while (!this.root.prop('hidden')) await this.#look();
  }

  async #look() {
    const request = new AbortController();
    this.#request = request;
    try {
      const state = this.visible() ? this.#state : null; // A browser holds few requests for all its tabs.
      this.#show(await this.api.door({ state, wait: WAIT, signal: request.signal }));
      this.#backoff.reset();
      if (!this.visible()) await this.#backoff.pause(UNSEEN);
    } catch (error) {
      const failed = outlived(error);
      if (!failed?.aborted) await this.#backoff.pause(this.#backoff.next(failed?.retryAfter));
    }
  }

  #show(door) {
    const { mode, past, waiting = false, refused = false, state = null } = door;
    this.#state = state;
    if (past) return this.#end();
    const asks = !waiting && !refused && mode !== 'locked';
    const key = waiting ? 'waiting' : refused ? 'refused' : mode;
    const words = WORDS[key]();
    write(this.words, words);
    this.root.toggleClass('waiting', waiting);
    this.root.find('.door-fields').prop('hidden', !asks);
    this.root.find('.door-secret').prop('hidden', mode !== 'passcode');
    this.button.text(say(mode === 'passcode' ? 'door.enter' : 'door.ask'));
    return undefined;
  }

  #end() {
    this.#request?.abort();
    this.passcode = '';
    this.code.val('');
    this.root.prop('hidden', true);
    this.others.prop('hidden', false);
    this.#outside = null;
    this.#inside();
    this.onIn();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.form.attr('aria-busy') === 'true') return;
    await this.#enter();
  }

  async #enter() {
    const nick = this.nick.val().trim();
    if (nick) this.onNick(nick);
    this.form.attr('aria-busy', 'true');
    try {
      this.#show(await this.api.enter({ nick, passcode: this.code.val() }));
      this.#request?.abort(); // It asked about how things were before.
    } catch (error) {
      this.#complain(refusal(error).description);
      this.#focus();
    } finally {
      this.form.attr('aria-busy', 'false');
    }
  }

  #complain(sentence) {
    this.problem.text(sentence);
    this.code.attr('aria-invalid', String(Boolean(sentence)));
  }

  /** Where something is missing. */
  #focus() {
    const empty = this.nick.val() ? this.code : this.nick;
    empty.filter(':visible').trigger('focus');
  }
}
