/** What may stand in a search besides words: at the caret each is offered, and what may come after it. */
import { dayName, dayOf } from '../parts/times.js';
import { plain } from '../parts/plain.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const MOST = 6; // Values that are offered.
const DAYS = [0, 1, 7, 30]; // Days ago.
const KEYS = { 'from:': 'search.from', 'in:': 'search.in', 'has:': 'search.has', 'before:': 'search.before', 'after:': 'search.after' };
const AT_CARET = /(?:^|\s)(from|in|has|before|after):("[^"]*|[^\s"]*)$/iu;

export class Hints {
  /** `people()` and `rooms()` answer [{ value, title }] of those that are known here. */
  constructor(root, { input, people, rooms, onTake }) {
    Object.assign(this, { root: $(root), input, people, rooms, onTake });
    this.root.on('mousedown', 'button', (event) => event.preventDefault()) // The caret stays.
      .on('click', 'button', ({ currentTarget }) => this.#take(currentTarget.dataset.text));
    $(input).on('input keyup', () => this.show()).on('click focus', () => this.show());
    this.state = null;
  }

  /** What is offered already is left alone. */
  show() {
    const offered = this.#offered();
    const state = JSON.stringify(offered);
    if (state === this.state) return;
    this.state = state;
    this.root.empty().append(offered.map(({ text, title, what }) => $('<button type="button" class="search-hint">').attr('data-text', text).append(
      $('<bdi>').text(title), what ? $('<span class="search-what">').text(what) : null,
    )));
  }

  #offered() {
    const [, key] = this.#atCaret() ?? [];
    const values = key ? this.#values(key.toLowerCase()) : [];
    if (values.length) return values;
    return Object.entries(KEYS).map(([text, word]) => ({ text, title: text, what: say(word) }));
  }

  #values(key) {
    const typed = plain((this.#atCaret()[2] ?? '').replaceAll('"', ''));
    const all = { from: this.people, in: this.rooms, has: things, before: days, after: days }[key]();
    const found = unique(all).filter(({ value, title }) => plain(title).includes(typed) || plain(value).startsWith(typed)).slice(0, MOST);
    if (found.length === 1 && plain(found[0].value) === typed) return []; // It stands there.
    return found.map(({ value, title }) => ({ text: `${key}:${quoted(value)} `, title }));
  }

  /** What begins there, as far as it is typed. */
  #atCaret() {
    return AT_CARET.exec(this.input.value.slice(0, this.input.selectionStart));
  }

  #take(text) {
    const { value, selectionStart: at } = this.input;
    const typed = this.#atCaret();
    const begin = typed ? value.slice(0, typed.index + typed[0].search(/\S/u)) : spaced(value.slice(0, at));
    this.input.value = begin + text + value.slice(at);
    this.input.setSelectionRange((begin + text).length, (begin + text).length);
    this.input.focus();
    this.onTake();
    this.show();
  }
}

const things = () => [
  { value: 'link', title: say('search.link') },
  { value: 'file', title: say('search.file') },
  { value: 'image', title: say('search.image') },
];

const days = () => DAYS.map((ago) => {
  const day = new Date();
  day.setDate(day.getDate() - ago);
  return { value: dayOf(day), title: dayName(day) };
});

/** Two may be called the same, and are found together. */
function unique(all) {
  return [...new Map(all.map((one) => [one.value, one])).values()];
}

function spaced(text) {
  return text && !/\s$/u.test(text) ? `${text} ` : text;
}

function quoted(value) {
  return /\s/u.test(value) ? `"${value}"` : value;
}
