/**
 * The search, over the conversation: what is looked for and where, and what was found. It asks as one
 * types, not while characters are composed. Loaded when it is first opened.
 */
import { Hints } from './hints.js';
import { Inquiry } from '../../chat/inquiry.js';
import { composes, isSpace, writes } from '../parts/keys.js';
import { Known } from './known.js';
import { pressed } from '../parts/shortcuts.js';
import { Results } from './results.js';
import { Tidings } from './tidings.js';

const $ = window.jQuery;
const WITHOUT_VALUE = /(^|\s)(?:from|in|has|before|after):(?:""?)?(?=\s|$)/giu; // Half typed.
const ENDS = { Home: 'toFirst', End: 'toLast' };
const SAYS_WHERE = /(?:^|\s)in:\S/iu;

export class SearchPanel {
  #everywhere = false;
  #asked = ''; // What is looked for, as far as it can be told apart.

  #met = null;

  /** `onSearch(search)` hears what is looked for, `onFiles()` that all files of the room are wanted, `onClose()` that nothing is any more; `copied(search)` copies its address, and answers a sentence. */
  constructor(root, { api, chat, hrefOf, onSearch, onFiles, onClose, copied }) {
    Object.assign(this, { root: $(root), known: new Known(chat), onSearch, copied });
    const { known } = this;
    this.input = this.root.find('#search-words')[0];
    this.inquiry = new Inquiry({ api, onAsk: () => onSearch(this.#search), onChange: () => this.#told() });
    this.results = new Results(this.root.find('.search-results')[0], {
      hides: (entry) => known.hides(entry, this.inquiry.found.hides),
      shared: (nick) => known.shared(nick),
      roomOf: (name) => known.about(name),
      hrefOf,
      onEnd: () => this.inquiry.more(),
    });
    this.hints = new Hints(this.root.find('.search-hints')[0], { input: this.input, people: () => known.people, rooms: () => known.rooms, onTake: () => this.#ask() });
    this.tidings = new Tidings(this.root, { onEverywhere: () => this.#turn(true), onAgain: () => this.inquiry.again() });
    $(this.input).on('input', (event) => { if (!composes(event)) this.#ask(); }).on('compositionend', () => this.#ask());
    this.root.on('submit', 'form', (event) => { event.preventDefault(); this.#go(); })
      .on('change', '[name=search-where]', ({ target }) => { this.#turn(target.value === 'all'); })
      .on('click', '.search-close', () => onClose())
      .on('click', '.search-files', () => onFiles())
      .on('click', '.search-copy', () => this.#copy())
      .on('keydown', (event) => this.#key(event));
  }

  get isOpen() {
    return !this.root.prop('hidden');
  }

  /** As the address says it. What was found already is there again, as it was left. */
  open(search) {
    const wasOpen = this.isOpen;
    this.root.prop('hidden', false);
    this.#everywhere = search.everywhere;
    if (this.#trimmed !== search.words) this.input.value = search.words;
    this.hints.show();
    const anew = this.#ask({ soon: false });
    if (wasOpen || (!anew && this.results.enter())) return;
    this.input.focus();
    this.input.select();
  }

  close() {
    if (!this.isOpen) return;
    this.results.leave();
    if (this.root[0].contains(document.activeElement)) document.activeElement.blur(); // Browsers do that later, if at all.
    if (this.inquiry.rest()) this.#asked = '';
    this.root.prop('hidden', true);
  }

  /** Something was said, perhaps of what was found. */
  hear(news) {
    const mend = this.results.hear(news);
    if (!mend) return;
    this.inquiry.mend(mend);
    this.results.mend(this.inquiry.found.entries);
  }

  /** Somebody is ignored by now, or no more. */
  rehide() {
    this.results.mend();
  }

  get #trimmed() {
    return this.input.value.trim();
  }

  get #search() {
    return { words: this.#trimmed, everywhere: this.#everywhere };
  }

  #turn(everywhere) {
    this.#everywhere = everywhere;
    this.onSearch(this.#search);
    this.#ask({ soon: false });
    this.input.focus();
  }

  /** Asks, if it is another question; whether it is. Where `in:` says where that counts. */
  #ask({ soon = true } = {}) {
    const words = this.#trimmed.replace(WITHOUT_VALUE, '$1').trim();
    const everywhere = this.#everywhere || SAYS_WHERE.test(words);
    const { name, title } = this.known.room;
    const room = everywhere ? null : name;
    this.#showWhere(everywhere, title);
    const asked = JSON.stringify([words, room]);
    if (asked === this.#asked) return false;
    this.#asked = asked;
    this.inquiry.ask(words ? { words, room, title } : null, { soon });
    return true;
  }

  #showWhere(everywhere, title) {
    this.root.find('.search-here bdi').text(title);
    this.root.find('.search-copy').prop('hidden', !this.#trimmed);
    for (const box of this.root.find('[name=search-where]').get()) box.checked = (box.value === 'all') === everywhere;
  }

  #told() {
    const { inquiry, results } = this;
    const { found } = inquiry;
    this.root.attr('aria-busy', String(inquiry.question !== null && inquiry.busy));
    if (found.question === inquiry.question && found !== this.#met) {
      this.#met = found;
      this.known.meet(found.entries); // First: two of them may have the same name.
      results.show(found);
    }
    this.tidings.show(inquiry);
    if (this.isOpen && !inquiry.busy) results.fill();
  }

  async #copy() {
    this.tidings.mention(await this.copied(this.#search));
  }

  /** To the first message, where it was found for what stands there. */
  #go() {
    if (this.inquiry.busy) this.inquiry.hurry();
    else this.results.first?.click();
  }

  #key(event) {
    if (this.#walk(event)) event.preventDefault();
    else this.#type(event);
  }

  #walk(event) {
    const { target } = event;
    const arrow = pressed(event, 'found.walk');
    const inList = target.matches('.found-link');
    if (arrow === 'ArrowDown' && (inList || target === this.input)) return this.results.step(1) || inList;
    if (!inList) return false;
    if (arrow) return this.results.step(-1) || this.#toInput();
    const end = ENDS[pressed(event, 'found.ends')];
    return Boolean(end) && this.results[end]();
  }

  #toInput() {
    this.input.focus();
    return true;
  }

  /** What is typed on a message goes on in the words. */
  #type(event) {
    if (event.target.matches('.found-link') && writes(event) && !isSpace(event)) this.input.focus();
  }
}
