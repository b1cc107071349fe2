/** What people reacted with, below a message: each emoji with how many, one's own marked. A click sets it or takes it back. */
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class Reactions {
  /** `me()` is who reads, `entryOf(row)` what a row shows. `onReact(entry, emoji, on)` and `onMore(entry, button)`, for another emoji, are called by clicks. */
  constructor(root, { me, entryOf, onReact, onMore }) {
    this.me = me;
    const entry = (node) => entryOf(node.closest('.row'));
    $(root).on('click', '.reaction', ({ currentTarget: chip }) => {
      onReact(entry(chip), chip.dataset.emoji, chip.getAttribute('aria-pressed') !== 'true');
    });
    $(root).on('click', '.reaction-more', ({ currentTarget: button }) => onMore(entry(button), button));
  }

  /** Below a message, of which `items` of the outbox are done to it already; null where nobody reacted. */
  row({ reactions }, items) {
    if (!reactions) return null;
    const coming = new Set(items.filter(({ kind, state }) => kind === 'reaction' && state !== 'refused').map(({ body }) => body.emoji));
    const chips = Object.entries(reactions).map(([emoji, people]) => this.#chip(emoji, people).toggleClass('coming', coming.has(emoji)));
    return $('<div class="reactions">').append(chips, more());
  }

  #chip(emoji, people) {
    const count = people.length;
    return $('<button type="button" class="reaction">')
      .attr({ 'data-emoji': emoji, 'data-same': emoji, 'aria-pressed': String(people.includes(this.me())), 'aria-label': say('reaction.label', { emoji, count }) })
      .append($('<span class="reaction-sign">').text(emoji), $('<span class="reaction-count">').text(count));
  }
}

function more() {
  return $('<button type="button" class="reaction-more" aria-haspopup="dialog" data-same="more">').attr('aria-label', say('reaction.more'));
}
