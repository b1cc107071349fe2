/** What a message answers, in one line above it, as that is now. A click leads there. */
import { goneWords } from './bubble.js';
import { shownNick, toneOf } from '../../chat/nicks.js';
import { shows } from '../../chat/visible.js';
import { say } from '../../words/words.js';
import { toldInLine } from '../../chat/told.js';

const $ = window.jQuery;

export class Quotes {
  #lines = new WeakMap(); // entry -> its line: it is told anew at all that comes.

  /** `parentOf(id)` is a message, null for none that may be read, undefined for one not known yet; `hides(entry)` says whether its words are folded away, `called(entry)` who said it. */
  constructor({ parentOf, hides, called }) {
    Object.assign(this, { parentOf, hides, called });
  }

  /** The line above a message that answers `id`. */
  line(id) {
    const bar = $('<span>').addClass('quote-bar').attr('aria-hidden', 'true');
    const node = $('<button>').addClass('quote').attr({ 'type': 'button', 'data-reply': id })
      .append(bar, $('<span>').addClass('quote-text'));
    return this.#tell(node);
  }

  /** Each line below `root` says what is so now. */
  update(root) {
    for (const node of root.querySelectorAll('.quote')) this.#tell($(node));
  }

  /** Who said a message, null where nobody is to be named, and what: in one line. */
  told(id) {
    const entry = this.parentOf(id);
    if (entry === undefined) return { nick: null, words: say('quote.coming'), blank: true };
    if (entry === null) return { nick: null, words: say('quote.unknown'), blank: true, gone: true };
    const nick = this.called(entry);
    const member = entry.member ?? '';
    if (entry.deleted) return { nick, member, words: goneWords(entry.deleted), blank: true };
    if (this.hides(entry)) return { nick, member, words: say('quote.hidden'), blank: true };
    if (!shows(entry.message || toldInLine(entry))) return { nick, member, words: say('message.blank'), blank: true };
    return { nick, member, words: entry.line ?? this.#lineOf(entry), blank: false };
  }

  /** What says so already is left alone: it may have the focus. */
  #tell(node) {
    const { nick, member, words, blank } = this.told(Number(node.attr('data-reply')));
    const state = JSON.stringify([nick, words]);
    if (node.attr('data-state') === state) return node;
    const name = nick === null ? null : $('<bdi>').addClass('quote-nick').text(shownNick(nick));
    node.children('.quote-bar').attr('class', `quote-bar tone-${toneOf(member ?? '')}`);
    node.children('.quote-text').empty().append(name, $('<bdi>').addClass('quote-words').text(words)).toggleClass('blank', blank);
    const label = nick === null ? words : say('quote.label', { nick, words });
    return node.attr({ 'data-state': state, 'aria-label': label });
  }

  #lineOf(entry) {
    if (!this.#lines.has(entry)) this.#lines.set(entry, toldInLine(entry));
    return this.#lines.get(entry);
  }
}
