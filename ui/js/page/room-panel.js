/** Who is in a private room: adding, taking out, leaving; its invitations are in a part of their own. */
import { attempt } from './attempt.js';
import { initialOf, shownNick, tagOf, toneOf } from '../chat/nicks.js';
import { Panel } from './panel.js';
import { RoomLinks } from './room-links.js';
import { say } from '../words/words.js';

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
    this.problem = root.find('.panel-problem');
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
    this.list.empty();
    this.#stay();
    this.links.open(room);
    this.panel.open();
    await this.refresh();
  }

  /** Somebody came or went. */
  async refresh(room = this.#room) {
    if (!this.panel.isOpen || room !== this.#room) return;
    await this.#try(async () => {
      const { maker, members } = await this.api.people(room);
      if (room !== this.#room) return;
      this.#people = members;
      this.#show(maker);
    });
    await this.links.refresh();
  }

  close() {
    this.panel.close();
  }

  #show(maker) {
    const focused = this.list.find(':focus').val();
    const mayTakeOut = maker === this.me();
    this.list.empty().append(this.#people.map((person) => this.#item(person, { maker, mayTakeOut })));
    if (focused) this.list.find('button').filter((_, { value }) => value === focused).trigger('focus');
  }

  #item({ member, nick }, { maker, mayTakeOut }) {
    const name = shownNick(nick);
    const mine = member === this.me();
    const about = [mine && say('people.you'), member === maker && say('people.maker')].filter(Boolean).join(', ');
    const out = $('<button type="button" class="button small">').val(member).text(say('people.takeOut'))
      .attr('aria-label', say('people.takeOutWhom', { nick: name }));
    return $('<li class="person">').append(
      $('<span aria-hidden="true">').addClass(`avatar tone-${toneOf(member)}`).text(initialOf(name)),
      $('<bdi class="person-name">').text(name),
      this.shared(nick) ? $('<span class="tag">').text(tagOf(member)) : null,
      $('<span class="person-about">').text(about),
      mayTakeOut && !mine ? out : null,
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
    const last = this.#people.length === 1;
    this.leaving.find('p').text(say(last ? 'people.leaveLast' : 'people.leaveSure', { room: this.titleOf(this.#room) }));
    this.leaving.find('.leave-now').text(say(last ? 'people.leaveAndEnd' : 'people.leave'));
    this.#ask(true);
    this.leaving.find('.stay').trigger('focus');
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
