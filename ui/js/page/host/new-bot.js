/** A new token for a program: what it may, and where; then what opens it, once. */
import { refusal } from '../../line/api-error.js';
import { shownNick } from '../../chat/nicks.js';
import { CopyButtons } from '../parts/copy-buttons.js';
import { isolated, nodes, say } from '../../words/words.js';

const $ = window.jQuery;

export class NewBot {
  constructor(root, { api, note, key, rooms, address, onMade }) {
    Object.assign(this, { api, key, rooms, address, onMade });
    this.form = root.find('form').on('submit', (event) => this.#submit(event));
    this.name = root.find('#bot-name');
    this.choices = root.find('.bot-room-list');
    this.problem = root.find('.problem');
    this.made = root.find('.bot-made');
    this.copying = new CopyButtons(root[0], { note });
    this.form.on('input', () => this.#complain(''));
  }

  open() {
    this.forget();
    this.form[0].reset();
    this.#complain('');
    const open = this.rooms().names.filter((name) => this.rooms().kindOf(name) !== 'direct');
    this.choices.empty().append(open.map((name) => $('<label class="check-line">').append(
      $('<input type="checkbox" name="room">').val(name), $('<bdi>').text(this.rooms().titleOf(name)),
    )));
  }

  focus() {
    this.name.trigger('focus');
  }

  /** Nothing that opens anything stays on the page: of the token `id` only, where one is given. */
  forget(id = this.made.attr('data-token')) {
    if (this.made.attr('data-token') !== id) return;
    this.made.prop('hidden', true).removeAttr('data-token').find('.copy-text').text('');
  }

  async #submit(event) {
    event.preventDefault();
    if (this.busy) return;
    const may = this.#checked('may');
    if (!may.length) {
      this.#complain(say('bots.mayNothing'));
      return;
    }
    this.busy = true;
    try {
      this.#show(await this.api.makeToken({ name: this.name.val(), rooms: this.#checked('room'), may, key: this.key() }));
    } catch (error) {
      this.#complain(refusal(error).description);
      this.focus();
    } finally {
      this.busy = false;
    }
    await this.onMade(); // Also where no answer came: it may be there.
  }

  #checked(name) {
    return this.form.find(`[name=${name}]:checked`).get().map(({ value }) => value);
  }

  #show(token) {
    const { id, name, may, secret, hook } = token;
    this.form[0].reset();
    this.made.attr('data-token', id).prop('hidden', false);
    this.made.find('.bot-advice').empty().append(nodes('bots.madeFor', { name: isolated(shownNick(name)) }));
    this.made.find('.bot-secret').text(secret);
    this.made.find('.bot-curl').text(this.#line(token));
    const hooked = `${this.address()}hooks/${hook}`;
    this.made.find('.bot-hook').text(hooked);
    this.made.find('.bot-hooked').prop('hidden', !may.includes('post'));
    this.made[0].scrollIntoView({ block: 'nearest' });
    this.made.find('.copy').first().trigger('focus');
  }

  /** A room's name in an address has nothing in it that a shell would take for its own. */
  #line({ name, may, rooms, secret }) {
    const room = encodeURIComponent(rooms[0] ?? this.rooms().lobby);
    const opened = `curl -H "Authorization: Bearer ${secret}"`;
    if (may[0] === 'metrics') return `${opened} ${this.address()}metrics`;
    if (!may.includes('post')) return `${opened} "${this.address()}sub?room=${room}"`;
    const words = plain(say('bots.hello', { name }));
    return `${opened} -d room=${room} --data-urlencode 'message=${words}' ${this.address()}pub`;
  }

  #complain(sentence) {
    this.problem.text(sentence);
    this.name.attr('aria-invalid', String(Boolean(sentence)));
  }
}

/** Words as they may stand between two ' of a shell. */
function plain(words) {
  return words.replaceAll("'", '’');
}
