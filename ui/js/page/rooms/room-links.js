/** Invitations to a private room: a new one, with its code, and those that are open. */
import { attempt, renewal } from '../parts/attempt.js';
import { drawCode } from '../parts/code.js';
import { CopyButtons } from '../parts/copy-buttons.js';
import { dated } from '../parts/times.js';
import { Lines } from '../parts/lines.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class RoomLinks {
  #room = null;

  constructor(root, { api, note, nick, key }) {
    Object.assign(this, { root, api, nick, key });
    this.form = root.find('form').on('submit', (event) => this.#make(event));
    this.made = root.find('.link-made');
    this.list = root.find('.links-open');
    this.lines = new Lines(this.list.find('ul'), { draw: item, onGone: () => this.#refocus() });
    this.problem = root.find('.problem');
    this.renewed = renewal(this.problem);
    this.copying = new CopyButtons(root[0], { note });
    this.list.on('click', 'button', ({ currentTarget }) => this.#takeBack(currentTarget.value));
  }

  /** What was made for another room is not shown again: only who made it was told. */
  open(room) {
    this.#room = room;
    this.made.prop('hidden', true).find('.copy-text').text('');
    this.#list([]);
    this.problem.text('');
  }

  /** Somebody did something: perhaps with a link. */
  refresh() {
    const room = this.#room;
    return attempt(async () => {
      const { links } = await this.api.links(room);
      if (room === this.#room) this.#show(links);
    }, this.renewed);
  }

  #show(links) {
    this.#list(links.map((link) => said(link)));
    if (links.some(({ id }) => id === this.made.attr('data-link'))) return;
    if (this.made[0].contains(document.activeElement)) this.#refocus(); // Somebody came by it.
    this.made.prop('hidden', true);
  }

  #refocus() {
    this.form.find('[name=once]').trigger('focus');
  }

  #list(links) {
    this.lines.show(links);
    this.list.prop('hidden', links.length === 0);
  }

  async #make(event) {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    const once = this.form.find('[name=once]').prop('checked');
    const seconds = Number(this.form.find('[name=seconds]').val());
    await this.#try(async () => {
      const { id, url, code } = await this.api.makeLink(this.#room, { once, seconds, nick: this.nick(), key: this.key() });
      drawCode(this.made.find('svg')[0], code, say('invite.codeFor', { address: url }));
      this.made.attr('data-link', id).prop('hidden', false).find('.copy-text').text(url);
      this.made.find('.link-advice').text(say(once ? 'links.adviceOnce' : 'links.advice'));
      await this.refresh();
      this.made[0].scrollIntoView({ block: 'nearest' });
      this.made.find('.copy').trigger('focus');
    });
    this.busy = false;
  }

  #takeBack(id) {
    return this.#try(async () => {
      await this.api.takeBackLink(this.#room, id, { nick: this.nick() });
      await this.refresh();
    });
  }

  #try(act) {
    return attempt(act, (words) => this.problem.text(words));
  }
}

function said({ id, expires, once, uses }) {
  return {
    key: id,
    until: say('links.until', dated(expires)),
    used: once ? say('links.once') : say('links.uses', { count: uses }),
  };
}

function item({ key, until, used }) {
  return $('<li class="link">').append(
    $('<span>').text(`${used} · ${until}`),
    $('<button type="button" class="button small">').val(key).text(say('links.takeBack')).attr('aria-label', say('links.takeBackWhich', { until })),
  );
}
