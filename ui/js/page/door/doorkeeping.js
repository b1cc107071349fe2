/** The part of the panel by which the host sets the door; host and helpers let in who waits before it. */
import { refusal } from '../../line/api-error.js';
import { drawCode } from '../parts/code.js';
import { Lines } from '../parts/lines.js';
import { shownNick } from '../../chat/nicks.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class Doorkeeping {
  #mine = false;
  #keeps = false;
  #door = { mode: 'open', passcode: false };
  #choosing = false; // A passcode is still to be said.
  #turn = null; // The question whose answer counts.
  #bringing = null; // The address with the passcode, and its code: told to who sets it, and once.

  /** `nickname()` is who does something here. */
  constructor(root, { api, nickname }) {
    Object.assign(this, { api, nickname });
    this.root = $(root);
    this.choices = this.root.find('input[type=radio]');
    this.form = this.root.find('form');
    this.code = this.form.find('input');
    this.problem = this.root.find('.problem');
    this.list = this.root.find('.newcomers');
    this.lines = new Lines(this.list, { draw: row, onGone: () => this.#refocus() });
    this.link = this.root.find('.door-link');
    this.wanted = this.link.find('input').on('change', () => this.#bring()?.scrollIntoView({ block: 'nearest' }));
    this.choices.on('change', ({ currentTarget }) => this.#choose(currentTarget.value));
    this.form.on('submit', (event) => { event.preventDefault(); this.#set({ mode: 'passcode', passcode: this.code.val() }); });
    this.root.find('.door-drop').on('click', () => this.#set({ mode: this.#door.mode, drop: true }));
    this.list.on('click', 'button', ({ currentTarget }) => this.#answer(currentTarget));
  }

  /** The host has it, and helpers while somebody waits. */
  belongsTo({ admin, role }) {
    this.#mine = admin === true;
    this.#keeps = Boolean(role);
    if (this.#mine || !this.#keeps) this.root.prop('hidden', !this.#mine);
    this.root.find('.sharing-choices').prop('hidden', !this.#mine);
  }

  async refresh() {
    if (!this.#keeps) return;
    await this.#try(() => this.api.door());
  }

  /** What brings the passcode along is for the eyes of whom the host shows it to. */
  hide() {
    this.wanted.prop('checked', false);
    this.#bring();
  }

  #offer() {
    const { mode, passcode } = this.#door;
    this.root.find('.door-known').prop('hidden', !passcode || this.#bringing !== null);
    this.link.prop('hidden', mode !== 'passcode' || this.#bringing === null);
    this.#bring();
  }

  /** Shows it where it is wanted, and then is what shows it. */
  #bring() {
    const shown = this.wanted.prop('checked') && this.#bringing !== null;
    const { url, code } = shown ? this.#bringing : { url: '', code: [] };
    const address = this.link.find('.copy-text');
    if (address.text() !== url) { // Else somebody may have selected it.
      drawCode(this.link.find('svg')[0], code, say('invite.codeFor', { address: url }));
      address.text(url);
    }
    const made = this.link.find('.link-made').prop('hidden', !shown);
    return shown ? made[0] : null;
  }

  /** A passcode must be said before there can be one. */
  #choose(mode) {
    this.problem.text('');
    this.#choosing = mode === 'passcode' && !this.#door.passcode;
    if (!this.#choosing) return this.#set({ mode });
    this.form.prop('hidden', false);
    return this.code.trigger('focus');
  }

  async #set(wanted) {
    this.problem.text('');
    await this.#try(async () => {
      const door = await this.api.setDoor({ ...wanted, nick: this.nickname() });
      if (wanted.passcode) this.#bringing = door.url ? door : null;
      this.#offer(); // Also where something newer is shown already.
      this.#choosing = false;
      this.code.val('');
      return door;
    });
  }

  async #answer(button) {
    const { member, admit } = button.dataset;
    await this.#try(async () => {
      await this.api.admit(member, { admit: admit === 'true', nick: this.nickname() });
      return this.api.door();
    });
  }

  /** Who was answered is gone, perhaps by another; a helper has no choices, and perhaps nothing more here. */
  #refocus() {
    const choice = this.choices.filter(':checked:visible');
    (choice.length ? choice : this.root.closest('dialog').find('button').first()).trigger('focus');
  }

  /** Shows the door that comes of it, unless something was asked since; what does not work is said. */
  async #try(act) {
    const turn = Symbol('turn');
    this.#turn = turn;
    try {
      const door = await act();
      const { waiting } = await this.api.newcomers();
      if (turn === this.#turn) this.#show(door, waiting);
    } catch (error) {
      this.problem.text(refusal(error).description);
    }
  }

  #show(door, waiting) {
    this.#door = door;
    const { mode, inside = 0 } = door;
    const coded = this.#choosing || mode === 'passcode';
    this.choices.each((_, choice) => { choice.checked = choice.value === (coded ? 'passcode' : mode); });
    this.form.prop('hidden', !this.#mine || !coded);
    this.lines.show(waiting.map(said));
    this.root.prop('hidden', !this.#mine && !waiting.length);
    this.#offer();
    const some = mode !== 'open' && inside > 0;
    this.root.find('.door-inside').prop('hidden', !some).text(say('door.inside', { count: inside }));
    this.root.find('.door-drop').prop('hidden', !some);
  }
}

function said({ member, nick, refused = false }) {
  return { key: member, name: nick ? shownNick(nick) : say('door.nameless'), refused };
}

function row({ key: member, name, refused }) {
  const buttons = [button(member, true, name, say('door.admit'), say('door.admitWho', { nick: name }))];
  if (!refused) buttons.push(button(member, false, name, say('door.refuse'), say('door.refuseWho', { nick: name })));
  const line = $('<li>').append($('<bdi>').text(name));
  if (refused) line.append($('<span class="quiet">').text(say('door.wasRefused')));
  return line.append(buttons)[0];
}

function button(member, admit, name, words, label) {
  return $('<button type="button" class="button small">')
    .toggleClass('primary', admit)
    .attr({ 'data-member': member, 'data-admit': admit, 'aria-label': label })
    .text(words);
}
