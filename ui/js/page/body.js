/** What a message says, and below it what was done to it: either may be another later. */
import { answered } from '../chat/fold.js';
import { bubble, tombstone } from './bubble.js';
import { isFolded, unfolding } from './folding.js';
import { putFor } from './item-state.js';

const $ = window.jQuery;

export class Body {
  /** `quotes` has the line above a message that answers another. Each of `parts`, called with the message and what of the outbox changes it, answers what stands below its words, or null. */
  constructor({ quotes, parts }) {
    Object.assign(this, { quotes, parts });
  }

  /** Into the `article` of a message, of which `items` of the outbox are done to it already. */
  fill(article, entry, items) {
    const words = wordsOf(entry);
    const below = this.#below(entry, items);
    const reply = answered(entry);
    const quote = reply ? this.quotes.line(reply) : null;
    $(article).toggleClass('folded', words.length > 1).append(quote, words, below);
  }

  /** The same of one that was filled with it as it was `before`. What says the same as it did is left alone: it may have the focus, or be selected. */
  change(article, before, entry, items) {
    if (before.message !== entry.message || before.deleted !== entry.deleted) replaceWords(article, entry);
    if (!answered(entry)) $(article).children('.quote').remove(); // Of a tombstone not even that is left.
    const [old] = $(article).children('.amended');
    const below = this.#below(entry, items);
    if (old && below && old.isEqualNode(below[0])) return;
    if (old && below) putFor($(old), below);
    else $(old).remove();
    if (!old) $(article).append(below);
  }

  /** Nothing of it is announced: a screen reader would not say of which message it is. */
  #below(entry, items) {
    const parts = this.parts.map((part) => part(entry, items)).filter(Boolean);
    return parts.length ? $('<div class="amended" aria-live="off">').append(parts) : null;
  }
}

function wordsOf(entry) {
  return [entry.deleted ? tombstone(entry.deleted) : bubble(entry.message), ...unfolding(entry.message)];
}

/** Whoever has unfolded it sees all of the new words, too. */
function replaceWords(article, entry) {
  const words = wordsOf(entry);
  const open = article.querySelector('.unfold') !== null && !isFolded(article);
  words[0].attr('aria-live', 'off');
  $(article).children('.unfold').remove();
  $(article).children('.bubble').replaceWith(words);
  $(article).toggleClass('folded', words.length > 1 && !open);
}
