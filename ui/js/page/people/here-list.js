/**
 * People by their names, each a way to who that is. It is not redrawn under the hands of who uses it:
 * while somebody has the focus in it, a pointer on it or a card open from it, nobody comes, goes or moves,
 * and what else is another is said in place.
 */
import { initialOf, tagOf, toneOf } from '../../chat/nicks.js';
import { plain } from '../parts/plain.js';
import { pressed } from '../parts/shortcuts.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class HereList {
  #rows = new Map(); // member -> { node, person }
  #people = [];
  #letters = '';
  #opened = null; // The one whose card is open.

  /** `onOpen(button)` shows the card of whom it names, `onUp()` leads out of it by an arrow up. */
  constructor(list, { onOpen, onUp }) {
    Object.assign(this, { list, onUp });
    this.hovers = window.matchMedia('(hover: hover)');
    $(list).on('click', 'button', ({ currentTarget }) => { this.#opened = currentTarget; onOpen(currentTarget); })
      .on('focusin', ({ target }) => { this.#opened = null; this.#stop(target); })
      .on('focusout pointerleave', () => setTimeout(() => this.#draw()))
      .on('keydown', 'button', ({ originalEvent }) => this.#walk(originalEvent));
  }

  /** In their order: [{ member, nick, called, shared, bot, me, state, words }], `words` being what is said of them. */
  show(people) {
    this.#people = people;
    this.#draw();
  }

  /** Those alone are seen who have these letters in their name, in that order; how many they are. */
  filter(letters) {
    this.#letters = plain(letters);
    for (const { node, person } of this.#rows.values()) node.hidden = !has(plain(person.called), this.#letters);
    this.#stop(this.list.contains(document.activeElement) ? document.activeElement : this.first);
    return this.#shown.length;
  }

  /** The first that can be seen. */
  get first() {
    return this.#shown[0];
  }

  get #shown() {
    return [...this.list.children].filter((row) => !row.hidden).map((row) => row.firstChild);
  }

  get #held() {
    const pointed = this.hovers.matches && this.list.matches(':hover');
    return this.#rows.size > 0 && (pointed || this.list.contains(document.activeElement) || this.#opened?.isConnected === true);
  }

  #draw() {
    if (this.#held) this.#mend();
    else this.#arrange();
    this.filter(this.#letters);
  }

  #mend() {
    const now = new Map(this.#people.map((person) => [person.member, person]));
    for (const [member, row] of this.#rows) {
      const person = now.get(member) ?? { ...row.person, state: 'gone', words: say('here.left') };
      this.#tell(row, person);
    }
  }

  #arrange() {
    const before = this.#rows;
    this.#rows = new Map(this.#people.map((person) => [person.member, before.get(person.member) ?? made()]));
    for (const [member, { node }] of before) if (!this.#rows.has(member)) node.remove();
    this.#people.forEach((person, at) => {
      const row = this.#rows.get(person.member);
      this.#tell(row, person);
      if (this.list.children[at] !== row.node) this.list.insertBefore(row.node, this.list.children[at] ?? null);
    });
  }

  #tell(row, person) {
    const state = JSON.stringify(person);
    if (row.state === state) return;
    Object.assign(row, { state, person });
    const { member, nick, called, named, shared, bot, me, words } = person;
    const button = row.node.firstChild;
    Object.assign(button.dataset, { member, nick, state: person.state });
    if (bot) button.dataset.bot = '';
    const [image, name, about] = button.children;
    $(image).attr('class', `here-picture tone-${toneOf(member)}`).text(initialOf(named ? called : ''));
    $(name).empty().append($('<bdi>').text(called));
    if (shared) $(name).append(' ', $('<span class="tag">').text(tagOf(member)));
    if (bot) $(name).append(' ', $('<span class="bot">').text(say('message.bot')));
    if (me) $(name).append(' ', $('<span class="here-you">').text(say('people.you')));
    $(about).text(words);
  }

  /** Tab stops once; the arrows lead on from there. */
  #stop(button) {
    for (const other of this.list.querySelectorAll('button')) other.tabIndex = other === button ? 0 : -1;
  }

  #walk(event) {
    const shown = this.#shown;
    const at = shown.indexOf(document.activeElement);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: shown.length - 1 }[pressed(event, 'list.walk') || pressed(event, 'list.ends')];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0) this.onUp();
    else shown[to]?.focus();
  }
}

function made() {
  const button = $('<button type="button" class="here-one" aria-haspopup="dialog">').append(
    $('<span aria-hidden="true">'), $('<span class="here-name">'), $('<span class="here-about">'),
  );
  return { node: $('<li>').append(button)[0], state: null };
}

/** Whether `letters` stand in `text`, in their order: n1 in n01. */
function has(text, letters) {
  let from = 0;
  for (const letter of letters) {
    from = text.indexOf(letter, from) + 1;
    if (!from) return false;
  }
  return true;
}
