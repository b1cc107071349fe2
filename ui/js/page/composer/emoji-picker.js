/** Choosing an emoji: those used last first, then the others by groups, or what is looked for by its name. Loaded when it is first opened. */
import { EMOJI } from '../../words/emoji.js';
import { place } from '../parts/placed.js';
import { pressed } from '../parts/shortcuts.js';
import { recentEmoji, rememberEmoji } from '../parts/recent-emoji.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const TITLES = { Gestures: 'picker.gestures', Faces: 'picker.faces', Hearts: 'picker.hearts', Signs: 'picker.signs', Things: 'picker.things' };

/** Each with what it is called, and further words. */
export const CHOICE = EMOJI.flatMap(({ emoji }) => emoji);

export class EmojiPicker {
  constructor(dialog, { storage }) {
    Object.assign(this, { dialog, storage });
    this.input = $(dialog).find('input').on('input', () => this.#find());
    this.list = $(dialog).find('.picker-list');
    this.none = $(dialog).find('.picker-none');
    $(dialog).on('click', ({ target }) => { if (target === dialog) dialog.close(); })
      .on('click', '.picker-emoji', ({ currentTarget }) => this.#choose(currentTarget.dataset.emoji))
      .on('keydown', (event) => this.#key(event));
  }

  /** `at` is where on the page; `onChoose(emoji)` hears what was chosen. */
  open(at, onChoose) {
    this.onChoose = onChoose;
    this.input.val('');
    this.list.empty().append(this.#group(say('picker.recent'), this.#recent), EMOJI.map(({ name, emoji }) => this.#group(say(TITLES[name]), emoji)));
    this.#find();
    this.dialog.showModal();
    place(this.dialog, at);
    if (!window.matchMedia('(pointer: coarse)').matches) this.input.trigger('focus');
    else this.#shown[0].focus(); // A phone's keyboard would cover half of them.
  }

  get #recent() {
    const known = new Map(CHOICE.map((row) => [row[0], row]));
    return recentEmoji(this.storage).filter((emoji) => known.has(emoji)).map((emoji) => known.get(emoji));
  }

  #group(title, rows) {
    if (!rows.length) return null;
    const buttons = rows.map(([emoji, name, words]) => $('<button type="button" class="picker-emoji">').text(emoji)
      .attr({ 'data-emoji': emoji, 'data-words': `${name} ${words}`, 'aria-label': name, 'title': name, 'tabindex': -1 }));
    return $('<section class="picker-group">').append($('<h3>').text(title), $('<div class="picker-grid">').append(buttons));
  }

  #find() {
    const wanted = this.input.val().trim().toLowerCase().split(/\s+/u);
    for (const button of this.list.find('.picker-emoji').get()) {
      button.hidden = !wanted.every((word) => button.dataset.words.includes(word) || button.dataset.emoji === word);
    }
    for (const group of this.list.children().get()) group.hidden = !group.querySelector('.picker-emoji:not([hidden])');
    this.none.text(this.#shown.length ? '' : say('picker.none'));
    for (const button of this.#shown.slice(0, 1)) button.tabIndex = 0;
  }

  get #shown() {
    return this.list.find('.picker-emoji').get().filter((button) => !button.hidden);
  }

  #choose(emoji) {
    rememberEmoji(this.storage, emoji);
    this.dialog.close(); // First: it gives the focus back.
    this.onChoose(emoji);
  }

  /** Arrows go from one to the next, down from where one looks for them; Return there takes the first. */
  #key(event) {
    const shown = this.#shown;
    const at = shown.indexOf(document.activeElement);
    if (at < 0 && pressed(event, 'list.take') && shown.length) this.#choose(shown[0].dataset.emoji);
    else if (!this.#walk(pressed(event, 'list.walk') || pressed(event, 'list.aside'), shown, at)) return;
    event.preventDefault();
  }

  #walk(key, shown, at) {
    if (at < 0) return key === 'ArrowDown' && shown.length > 0 && go(shown, shown[0]);
    const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
    if (key === forward) return go(shown, shown[at + 1]);
    if (key === back) return go(shown, shown[at - 1]);
    if (key === 'ArrowDown') return go(shown, nearest(shown[at], shown.slice(at + 1)));
    if (key !== 'ArrowUp') return false;
    return go(shown, nearest(shown[at], shown.slice(0, at).reverse())) || this.#toInput();
  }

  #toInput() {
    this.input.trigger('focus');
    return true;
  }
}

/** Tab leads to the one that had the focus last. */
function go(shown, to) {
  if (!to) return false;
  for (const button of shown) button.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
  return true;
}

/** Of `others`, the nearest first, that in the next line which stands nearest. */
function nearest(from, others) {
  const { top, left } = from.getBoundingClientRect();
  const lines = others.filter((one) => Math.abs(one.getBoundingClientRect().top - top) > 4);
  if (!lines.length) return undefined;
  const next = lines[0].getBoundingClientRect().top;
  const line = lines.filter((one) => Math.abs(one.getBoundingClientRect().top - next) <= 4);
  const distance = (one) => Math.abs(one.getBoundingClientRect().left - left);
  return line.reduce((best, one) => (distance(one) < distance(best) ? one : best));
}
