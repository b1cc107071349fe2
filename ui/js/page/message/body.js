/** What a message says, and below it what was done to it: either may be another later. */
import { answered, isAct } from '../../chat/fold.js';
import { actBubble, bubble, tombstone, typedBubble } from './bubble.js';
import { isFolded, unfolding } from './folding.js';
import { person } from './event.js';
import { parse } from '../../format/parse.js';
import { putFor } from './item-state.js';
import { shownFiles } from '../files/shown-files.js';

const $ = window.jQuery;

export class Body {
  /** `called(entry)` is who said it, told from those that look the same. `quotes` has the line above a message that answers another; `naming` knows whom its words name. `asTyped(entry)` says whether somebody wants to see its markers. Each of `parts`, called with the message and what of the outbox changes it, answers what stands below its words, or null. */
  constructor({ called, quotes, naming, asTyped, parts }) {
    Object.assign(this, { called, quotes, naming, asTyped, parts });
  }

  /** Into the `article` of a message, of which `items` of the outbox are done to it already. */
  fill(article, entry, items) {
    const words = this.#wordsOf(entry);
    const below = this.#below(entry, items);
    const reply = answered(entry);
    const quote = reply ? this.quotes.line(reply) : null;
    $(article).toggleClass('folded', words.length > 1).toggleClass('deeds', isAct(entry)).append(quote, words, shownFiles(entry), below);
    this.#mark(article, entry);
  }

  /** The same of one that was filled with it as it was `before`. What says the same as it did is left alone: it may have the focus, or be selected. */
  change(article, before, entry, items) {
    if (['message', 'deleted', 'mentions'].some((field) => before[field] !== entry[field])) this.say(article, entry);
    if (entry.deleted) $(article).children('.files').remove();
    if (!answered(entry)) $(article).children('.quote').remove(); // Of a tombstone not even that is left.
    const [old] = $(article).children('.amended');
    const below = this.#below(entry, items);
    if (old && below && old.isEqualNode(below[0])) return;
    if (old && below) putFor($(old), below);
    else $(old).remove();
    if (!old) $(article).append(below);
  }

  /** Its words anew. Whoever has unfolded it sees all of the new ones, too. */
  say(article, entry) {
    const words = this.#wordsOf(entry);
    const open = article.querySelector('.unfold') !== null && !isFolded(article);
    words[0].attr('aria-live', 'off');
    $(article).children('.unfold').remove();
    $(article).children('.bubble').replaceWith(words);
    $(article).toggleClass('folded', words.length > 1 && !open).toggleClass('deeds', isAct(entry));
    this.#mark(article, entry);
  }

  /** Somebody is called otherwise. */
  rename(article, entry) {
    if (isAct(entry)) $(article).find('.act-nick').children('.who').replaceWith(person(entry, this.called));
    this.naming.rename(article);
  }

  #mark(article, entry) {
    $(article).toggleClass('names-reader', this.naming.isNamed(entry));
  }

  /** Nothing of it is announced: a screen reader would not say of which message it is. */
  #below(entry, items) {
    const parts = this.parts.map((part) => part(entry, items)).filter(Boolean);
    return parts.length ? $('<div class="amended" aria-live="off">').append(parts) : null;
  }

  #wordsOf(entry) {
    const { message } = entry;
    if (entry.deleted) return [tombstone(entry.deleted)];
    if (!message && entry.files?.length) return [bubble('').addClass('wordless')];
    if (this.asTyped(entry)) return [typedBubble(message), ...unfolding([{ kind: 'text', text: message }])];
    const nodes = this.naming.within(parse(message), entry);
    const words = isAct(entry) ? actBubble(message, person(entry, this.called), nodes) : bubble(message, nodes);
    return [words, ...unfolding(nodes)];
  }
}
