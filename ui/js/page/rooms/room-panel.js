/** Who is in a private room: adding, taking out, leaving; its invitations are in a part of their own. */
import { attempt, renewal } from '../parts/attempt.js';
import { initialOf, shownNick, tagOf, toneOf } from '../../chat/nicks.js';
import { Lines } from '../parts/lines.js';
import { Panel } from '../parts/panel.js';
import { RoomLinks } from './room-links.js';
import { say } from '../../words/words.js';
import { write } from '../parts/written.js';

const $ = window.jQuery;

export class RoomPanel {
  #room = null;
  #people = [];

  /** `me()` is the own id, `nick()` the own name; `onAdd(people)` chooses further ones. */
  constructor(dialog, { api, note, me, nick, key, titleOf, shared, onAdd, onLeave, onClose }) {
    Object.assign(this, { api, me, nick, key, titleOf, shared, onAdd, onLeave });
    this.panel = new Panel(dialog, { onClose });
    const { root } = this.panel;
    this.title = root.find('h2 bdi');
    this.list = root.find('.people');
    this.lines = new Lines(this.list, {
      draw: (person) => this.#item(person), onGone: () => root.find('.people-add').trigger('focus'),
    });
    this.problem = root.find('.panel-problem');
    this.renewed = renewal(this.problem);
    this.leaving = root.find('.leaving');
    this.links = new RoomLinks(root.find('.room-links'), { api, note, nick, key });
    root.find('.people-add').on('click', () => this.onAdd(this.#room, this.#people));
    root.find('.leave').on('click', () => this.#askLeave());
    this.leaving.on('click', '.leave-now', () => this.#leave());
    this.leaving.on('click', '.stay', () => this.#stay());
    this.list.on('click', 'button', ({ currentTarget }) => this.#takeOut(currentTarget.value));
  }

  async open(room) {
    this.#room = room;
    this.title.text(this.titleOf(room));
    this.lines.show([]);
    this.#stay();
    this.links.open(room);
    this.panel.open();
    await this.refresh();
  }

  /** Somebody came or went. */
  async refresh(room = this.#room) {
    if (!this.panel.isOpen || room !== this.#room) return;
    await attempt(async () => {
      const { maker, members } = await this.api.people(room);
      if (room !== this.#room) return;
      this.#people = members;
      this.#show(maker);
    }, this.renewed);
    await this.links.refresh();
  }

  close() {
    this.panel.close();
  }

  #show(maker) {
    this.lines.show(this.#people.map((person) => this.#said(person, maker)));
    if (!this.leaving.prop('hidden')) this.#sayLeaving(); // With whom it is may be another matter now.
  }

  #said({ member, nick }, maker) {
    const mine = member === this.me();
    return {
      key: member,
      name: shownNick(nick),
      shared: this.shared(nick),
      about: [mine && say('people.you'), member === maker && say('people.maker')].filter(Boolean).join(', '),
      goes: maker === this.me() && !mine,
    };
  }

  #item({ key: member, name, shared, about, goes }) {
    const out = $('<button type="button" class="button small">').val(member).text(say('people.takeOut'))
      .attr('aria-label', say('people.takeOutWhom', { nick: name }));
    return $('<li class="person">').append(
      $('<span aria-hidden="true">').addClass(`avatar tone-${toneOf(member)}`).text(initialOf(name)),
      $('<bdi class="person-name">').text(name),
      shared ? $('<span class="tag">').text(tagOf(member)) : null,
      $('<span class="person-about">').text(about),
      goes ? out : null,
    );
  }

  #takeOut(member) {
    return this.#try(async () => {
      await this.api.takeOut(this.#room, member, { nick: this.nick(), key: this.key() });
      await this.refresh();
    });
  }

  /** Asked once: with the last one the room goes, and who was invited cannot come back by themselves. */
  #askLeave() {
    this.#sayLeaving();
    this.#ask(true);
    this.leaving.find('.stay').trigger('focus');
  }

  #sayLeaving() {
    const last = this.#people.length === 1;
    const words = say(last ? 'people.leaveLast' : 'people.leaveSure', { room: this.titleOf(this.#room) });
    write(this.leaving.find('p'), words);
    this.leaving.find('.leave-now').text(say(last ? 'people.leaveAndEnd' : 'people.leave'));
  }

  #stay() {
    const asked = !this.leaving.prop('hidden');
    this.#ask(false);
    if (asked) this.panel.root.find('.leave').trigger('focus');
  }

  #ask(asked) {
    this.leaving.prop('hidden', !asked);
    this.panel.root.find('.leave').prop('hidden', asked);
    this.problem.text('');
  }

  #leave() {
    return this.#try(async () => {
      await this.onLeave(this.#room);
      this.close();
    });
  }

  #try(act) {
    return attempt(act, (words) => this.problem.text(words));
  }
}
