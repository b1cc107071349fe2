/** Where one is named: how many times, the list of it, and the way to the next. */
import { MentionList } from '../page/notices/mention-list.js';
import { hintAt, pressed } from '../page/parts/shortcuts.js';
import { part } from './part.js';
import { say } from '../words/words.js';

const $ = window.jQuery;
const EVER = 'mentioned'; // In the storage: whether one was ever named here.

export class Mentioned {
  /** `hides(entry)`: its words are nothing to read. `on`: go() to one of the list, none() further to go to, closed() of the list. */
  constructor({ api, chat, place, storage, hides, on }) {
    Object.assign(this, { chat, place, storage, on });
    this.opener = $(part('mentions-open')).on('click', () => this.list.open());
    hintAt(this.opener[0], 'mentions.next');
    this.list = new MentionList(part('mentions'), {
      mentions: (before) => api.mentions(before),
      putAway: (what) => this.#putAway(api, what),
      called: (entry) => chat.nicks.called(entry),
      titleOf: (room) => chat.rooms.titleOf(room),
      hides,
      hrefOf: (entry) => place.hrefOfMessage(entry),
      onGo: (id) => { chat.mentions.visit(id); on.go(); },
      onClose: on.closed,
    });
    document.addEventListener('keydown', (event) => this.#key(event));
    this.show();
  }

  /** It is another number now. Who was never named sees nothing of it. */
  show() {
    const { length: count } = this.chat.mentions.all;
    if (count) this.storage.set(EVER, true);
    this.opener.prop('hidden', !count && !this.storage.get(EVER, false));
    this.opener.find('.badge-mentions').prop('hidden', !count).children('[aria-hidden]').text(say('mentions.badge', { count }));
    this.opener.find('.unseen').text(count ? say('mentions.count', { count }) : '');
  }

  /** To the oldest that is not read: it is from then on. */
  next() {
    const [next] = this.chat.mentions.all;
    if (!next) return this.on.none();
    this.chat.mentions.visit(next.id);
    return this.place.enter(this.place.hrefOfMessage(next));
  }

  async #putAway(api, what) {
    await api.putAway(what);
    this.chat.mentions.putAway(what);
  }

  #key(event) {
    if (!pressed(event, 'mentions.next') || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    this.next();
  }
}
