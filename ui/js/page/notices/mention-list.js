/** Where one was named lately: who said what, where and when. A press leads there; each can be put away, or all. */
import { attempt } from '../parts/attempt.js';
import { clockTime, dated, fullTime, isToday } from '../parts/times.js';
import { Panel } from '../parts/panel.js';
import { toldOf } from '../../chat/told.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const LONGEST = 200; // Characters that are shown of a message.

export class MentionList {
  #newest = 0; // Of what is shown.

  /**
   * `mentions(before)` asks the chat, `putAway({ id })` or `putAway({ upTo })` tells it. `called(entry)` is who said it,
   * `titleOf(room)`, `hides(entry)`; `hrefOf(entry)` is where it leads, and `onGo(id)` hears that somebody goes there.
   */
  constructor(dialog, { mentions, putAway, called, titleOf, hides, hrefOf, onGo, onClose }) {
    Object.assign(this, { mentions, putAway, called, titleOf, hides, hrefOf });
    this.panel = new Panel(dialog, { onClose });
    const { root } = this.panel;
    this.list = root.find('ol').on('click', 'a', ({ currentTarget }) => { this.panel.close(); onGo($(currentTarget).closest('li').data('id')); })
      .on('click', 'button', ({ currentTarget }) => this.#away($(currentTarget).closest('li')));
    this.more = root.find('.mentions-more').on('click', () => this.#load());
    this.all = root.find('.mentions-all').on('click', () => this.#allAway());
    this.none = root.find('.mentions-none');
    const problem = root.find('.problem');
    this.tell = (words) => problem.text(words);
  }

  async open() {
    this.#newest = 0;
    this.list.empty();
    this.none.add(this.more).add(this.all).prop('hidden', true);
    this.panel.open();
    await this.#load();
  }

  #load() {
    return attempt(async () => {
      const { mentions, more } = await this.mentions(this.list.children().last().data('at'));
      const shown = mentions.filter(({ message }) => !this.hides(message));
      this.list.append(shown.map((one) => this.#item(one)));
      this.#newest = Math.max(this.#newest, ...mentions.map(({ at }) => at));
      this.more.prop('hidden', !more);
      this.#count();
    }, this.tell);
  }

  #item({ at, unread, message }) {
    const words = [...toldOf(message)].slice(0, LONGEST).join('');
    const link = $('<a>').attr('href', this.hrefOf(message)).append(
      $('<bdi class="mention-by">').text(this.called(message)),
      $('<bdi class="mention-room">').text(this.titleOf(message.room)),
      $('<time>').attr({ datetime: message.time, title: fullTime(message.time) }).text(isToday(message.time) ? clockTime(message.time) : say('mentions.day', dated(message.time))),
      $('<span class="mention-words" dir="auto">').text(words),
    );
    const button = $('<button type="button" class="quiet-button">').attr({ 'aria-label': say('mentions.away'), 'title': say('mentions.away') }).text('×');
    return $('<li class="mention-row">').toggleClass('has-unread', unread).data({ at, id: message.id }).append(link, button);
  }

  #away(row) {
    return attempt(async () => {
      await this.putAway({ id: row.data('id') });
      const next = row.next().add(row.prev()).find('button').get(0) ?? this.panel.root.find('.panel-close')[0];
      row.remove();
      next.focus();
      this.#count();
    }, this.tell);
  }

  #allAway() {
    return attempt(async () => {
      await this.putAway({ upTo: this.#newest });
      this.list.empty();
      this.more.prop('hidden', true);
      this.panel.root.find('.panel-close').trigger('focus');
      this.#count();
    }, this.tell);
  }

  #count() {
    const some = this.list.children().length > 0;
    this.none.prop('hidden', some || !this.more.prop('hidden'));
    this.all.prop('hidden', !some);
  }
}
