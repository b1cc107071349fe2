/**
 * What host, helpers and whoever made a private room decide about a room: what it is called and about,
 * and who may write there. Each switch holds at once; the host may also remove the room.
 */
import { attempt } from '../parts/attempt.js';
import { LOBBY } from '../../chat/room-name.js';
import { Panel } from '../parts/panel.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const WORDS = ['topic', 'title'];
const SWITCHES = ['readonly', 'archived'];

export class RoomSettings {
  #room = null;
  #told = {}; // What the fields show, as far as nobody has changed it here.

  /** `order` says what holds, `kindOf(room)` and `messagesIn(room)` what it is; `decide(room, wanted)` and `remove(room)` do it. */
  constructor(dialog, { order, decide, remove, titleOf, kindOf, messagesIn, onClose }) {
    Object.assign(this, { order, decide, remove, titleOf, kindOf, messagesIn });
    this.panel = new Panel(dialog, { onClose });
    const { root } = this.panel;
    this.form = root.find('form').on('submit', (event) => this.#name(event));
    this.fields = Object.fromEntries(['readonly', 'slow', 'archived', 'topic', 'title'].map((name) => [name, root.find(`[name=${name}]`)]));
    this.problem = root.find('.problem');
    this.status = root.find('.settings-done');
    this.removing = root.find('.leaving');
    this.form.on('input', () => this.status.text(''));
    for (const name of SWITCHES) this.fields[name].on('change', ({ target }) => this.#decide({ [name]: target.checked }));
    this.fields.slow.on('change', ({ target }) => this.#decide({ slow: Number(target.value) }));
    root.find('.remove-ask').on('click', () => this.#ask());
    root.find('.remove-now').on('click', () => this.#remove());
    root.find('.stay').on('click', () => this.#stay());
  }

  open(room) {
    this.#room = room;
    this.#say('');
    this.status.text('');
    this.#ends(false);
    this.fields.title.attr('placeholder', this.titleOf(room)).prop('disabled', this.kindOf(room) === 'direct');
    this.#told = {};
    this.update();
    this.panel.open();
  }

  /** Something was decided, perhaps by somebody else, and perhaps about another room. */
  update() {
    if (this.#room === null) return;
    const rules = this.order.rules(this.#room);
    this.panel.root.find('h2 bdi').text(this.titleOf(this.#room));
    for (const name of Object.keys(this.fields)) if (rules[name] !== this.#told[name]) this.#follow(name, rules[name]);
    this.panel.root.find('.remove-section').prop('hidden', !this.order.host || this.#room === LOBBY);
  }

  /** What is being typed stays; and so does a switch that is on its way, until something else is told of it. */
  #follow(name, value) {
    const typed = name in this.#told && this.#typed(name);
    this.#told[name] = value;
    if (!typed) this.#set(name, value);
  }

  #typed(name) {
    return WORDS.includes(name) && this.fields[name].val().trim() !== this.#told[name];
  }

  #set(name, value) {
    if (name === 'slow') this.#offerSlow(value);
    else if (SWITCHES.includes(name)) this.fields[name].prop('checked', value);
    else this.fields[name].val(value);
  }

  /** Whoever set it may have chosen another time than is offered here. */
  #offerSlow(slow) {
    const { slow: select } = this.fields;
    if (!select.find(`[value=${slow}]`).length) select.append($('<option>').val(slow).text(say('settings.seconds', { count: slow })));
    select.val(String(slow));
  }

  #name(event) {
    event.preventDefault();
    const typed = WORDS.filter((name) => this.#typed(name)); // Not what others set meanwhile.
    return this.#decide(Object.fromEntries(typed.map((name) => [name, this.fields[name].val()])));
  }

  async #decide(wanted) {
    const room = this.#room;
    const names = Object.keys(wanted);
    let done = false;
    await this.#try(async () => {
      if (names.length) await this.decide(room, wanted);
      done = true;
      this.status.text(say('settings.done'));
    });
    if (!done) names.filter((name) => !WORDS.includes(name)).forEach((name) => this.#set(name, this.#told[name]));
  }

  /** Asked once, with what goes with it. */
  #ask() {
    const values = { room: this.titleOf(this.#room), count: this.messagesIn(this.#room) };
    this.removing.find('p').text(say('settings.removeSure', values));
    this.#ends(true);
    this.removing.find('.stay').trigger('focus');
  }

  #stay() {
    this.#ends(false);
    this.panel.root.find('.remove-ask').trigger('focus');
  }

  #ends(asked) {
    this.removing.prop('hidden', !asked);
    this.panel.root.find('.remove-ask').prop('hidden', asked);
  }

  #remove() {
    return this.#try(async () => {
      await this.remove(this.#room);
      this.panel.close();
    });
  }

  #try(act) {
    return attempt(act, (words) => this.#say(words));
  }

  #say(sentence) {
    this.problem.text(sentence);
  }
}
