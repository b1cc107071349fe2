/** The panel of the programs that have a token: which there are, a new one, and taking one back. */
import { attempt } from '../parts/attempt.js';
import { shownNick } from '../../chat/nicks.js';
import { NewBot } from './new-bot.js';
import { Panel } from '../parts/panel.js';
import { dated } from '../parts/times.js';
import { isolated, listed, nodes, say } from '../../words/words.js';

const $ = window.jQuery;
const RIGHTS = {
  post: (rooms) => say('bots.post', { rooms }),
  read: (rooms) => say('bots.read', { rooms }),
  metrics: () => say('bots.metrics'),
};

export class Bots {
  #tokens = [];
  #leaving = null; // The one that is asked about.

  /** `rooms()` are the chat's, `address()` is where programs find it. */
  constructor(dialog, { api, opener, note, key, rooms, address, onClose }) {
    Object.assign(this, { api, key, rooms });
    this.opener = $(opener);
    this.panel = new Panel(dialog, { onClose: () => { this.new.forget(); onClose(); } });
    this.root = this.panel.root.find('.bots-there');
    this.list = this.root.find('ul');
    this.problem = this.root.find('.problem');
    this.asking = this.root.find('.leaving');
    this.new = new NewBot(this.panel.root.find('.new-bot'), {
      api, note, key, rooms, address, onMade: () => this.#refresh(),
    });
    this.list.on('click', 'button', ({ currentTarget }) => this.#ask(currentTarget.value));
    this.asking.on('click', '.remove-now', () => this.#remove());
    this.asking.on('click', '.stay', () => this.#stay());
  }

  /** Only the host has it. */
  belongsTo({ admin }) {
    this.opener.prop('hidden', admin !== true);
  }

  async open() {
    this.list.empty();
    this.#stay();
    this.new.open();
    this.panel.open();
    await this.#refresh();
  }

  #refresh() {
    return this.#try(async () => {
      const { tokens } = await this.api.tokens();
      this.#tokens = tokens;
      this.list.empty().append(tokens.map((token) => this.#item(token)));
      this.root.find('.bots-none').prop('hidden', tokens.length > 0);
    });
  }

  #item({ id, name, rooms, may, used }) {
    const where = rooms.length ? listed(rooms.map((room) => this.rooms().titleOf(room))) : say('bots.everywhere');
    const does = listed(may.map((right) => RIGHTS[right](where)));
    const words = used ? say('bots.used', { may: does, ...dated(used) }) : say('bots.unused', { may: does });
    return $('<li class="bot-line">').append(
      $('<div class="bot-text">').append($('<bdi class="person-name">').text(shownNick(name)), $('<p class="person-about">').text(words)),
      $('<button type="button" class="button small">').val(id).text(say('bots.remove')).attr('aria-label', say('bots.removeWhich', { name: shownNick(name) })),
    );
  }

  /** Asked once: what comes with it fails from then on. */
  #ask(id) {
    this.#leaving = id;
    const { name } = this.#tokens.find((token) => token.id === id);
    this.asking.prop('hidden', false).find('p').empty().append(nodes('bots.removeSure', { name: isolated(shownNick(name)) }));
    this.asking.find('.stay').trigger('focus');
    this.problem.text('');
  }

  #stay() {
    const asked = this.#leaving;
    this.#leaving = null;
    this.asking.prop('hidden', true);
    this.problem.text('');
    if (asked) this.list.find('button').filter((_, { value }) => value === asked).trigger('focus');
  }

  async #remove() {
    const id = this.#leaving;
    await this.#try(async () => {
      await this.api.takeBackToken(id, { key: this.key() });
      this.new.forget(id);
      this.#stay();
      await this.#refresh();
      this.new.focus();
    });
  }

  #try(act) {
    return attempt(act, (words) => this.problem.text(words));
  }
}
