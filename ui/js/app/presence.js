/** Who else is there: who types in the open room, who is here, and that one types oneself. */
import { Beside } from '../page/beside.js';
import { Here } from '../chat/here.js';
import { hintAt } from '../page/parts/shortcuts.js';
import { HerePanel } from '../page/people/here-panel.js';
import { part } from './part.js';
import { say } from '../words/words.js';
import { shows } from '../chat/visible.js';
import { soon } from '../soon.js';
import { Typist } from '../chat/typist.js';
import { Typists } from '../page/composer/typists.js';

const $ = window.jQuery;
const TYPING = 'typing'; // In the storage: whether who types is told, and shown.
const SHOWN = 'here'; // The same: whether the list stands beside the conversation.

export class Presence {
  /** `device` is what this browser keeps, whichever chat it is; `hides(member)`: what they say is nothing to read. */
  constructor({ api, chat, oneself, writing, device, hides, onOpen }) {
    Object.assign(this, { api, chat, oneself, device, hides });
    this.here = new Here({
      told: (room) => chat.line.now.in(room),
      isPrivate: (room) => Boolean(chat.rooms.about(room)),
    });
    this.typists = new Typists(part('typists'));
    this.typist = new Typist({
      api,
      others: (room) => this.#others(room),
      wanted: () => this.#connected && this.#typing && this.oneself.shown,
    });
    part('message').addEventListener('input', () => {
      if (writing.composer.begins) this.typist.types(this.#room);
    });
    this.list = soon(() => this.#list());
    this.panel = new HerePanel(part('here'), {
      about: (person) => this.#about(person),
      gone: () => this.#gone(),
      onOpen,
    });
    this.opener = $('#here-open');
    hintAt(this.opener[0], 'here');
    this.beside = this.#beside(writing);
    this.#offerSwitch();
  }

  /** Something else is so now of rooms of these names. */
  hear(names) {
    this.#meet(names);
    if (names.includes(this.#room)) this.#type();
    if (this.here.concerns(names, this.#room)) this.list();
  }

  /** Another room is open. */
  enter() {
    this.update();
    this.panel.ask();
  }

  /** Somebody is called otherwise, or the chat is not there. */
  update() {
    this.#type();
    this.list();
  }

  #type() {
    const typing = this.#connected && this.#typing ? this.here.typing(this.#room) : [];
    const others = typing.filter(({ member }) => member !== this.oneself.member && !this.hides(member));
    this.typists.show(others.map((one) => (shows(one.nick) ? this.chat.nicks.called(one) : say('typing.somebody'))));
  }

  /** Who is alone has nobody to look for. */
  #list() {
    const { seen } = this.beside;
    const count = this.here.count(this.#room);
    this.opener.prop('hidden', this.#others(this.#room) < 1 && !seen).attr('aria-label', say('here.openCount', { count }));
    this.opener.children('.here-number').text(count);
    if (seen) this.panel.show({ count, people: this.here.people(this.#room), shown: this.oneself.shown });
  }

  /** How many are here besides oneself, who is counted where one is shown. */
  #others(room) {
    return this.here.count(room) - (this.oneself.shown ? 1 : 0);
  }

  /** The chat knows by which name one writes once one has written. */
  #about({ member, nick }) {
    const me = member === this.oneself.member;
    const name = shows(nick) ? nick : (me && this.oneself.nick) || '';
    return { called: name || say('here.nameless'), named: Boolean(name), shared: name !== '' && this.chat.nicks.shared(name), me };
  }

  /** Null where it is another room's by now. */
  async #gone() {
    const room = this.#room;
    const { gone } = await this.api.attendance(room);
    return room === this.#room ? gone : null;
  }

  #beside(writing) {
    return new Beside(part('here'), {
      app: part('app'),
      opener: part('here-open'),
      closer: part('here-close'),
      veil: part('veil'),
      rest: [part('main'), part('sidebar')],
      storage: this.device,
      name: SHOWN,
      first: () => this.panel.first,
      onTurn: () => this.beside && this.#list(),
      onLeave: () => writing.composer.focus(),
    });
  }

  /** Who does not want to tell others that they type is not told of others either. */
  #offerSwitch() {
    const input = $('#typing-switch').on('change', () => this.device.set(TYPING, input.prop('checked')));
    const show = () => { input.prop('checked', this.#typing); this.#type(); };
    this.device.watch(TYPING, show);
    show();
  }

  /** Who is here can be written to and looks like others, without having said a word. */
  #meet(names) {
    const people = names.flatMap((name) => this.chat.line.now.in(name).people ?? []);
    this.chat.people.meet(people.filter(({ nick, bot }) => nick && !bot));
  }

  get #room() {
    return this.chat.log?.name;
  }

  get #typing() {
    return this.device.get(TYPING, true);
  }

  get #connected() {
    return this.chat.line.state.phase === 'connected';
  }
}
