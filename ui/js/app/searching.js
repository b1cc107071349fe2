/**
 * The way to the search: by Ctrl+F, by the button and by the address, which says what is looked for. What
 * it is made of is loaded when it is first opened.
 */
import { copied } from '../page/parts/clipboard.js';
import { homeAddress } from '../home.js';
import { isField } from '../page/parts/field.js';
import { hintAt, pressed } from '../page/parts/shortcuts.js';
import { later } from '../page/parts/later.js';
import { part } from './part.js';
import { RoomFiles } from './room-files.js';
import { say } from '../words/words.js';

const $ = window.jQuery;
const OVER = 'dialog[open], [aria-modal=true]'; // Has keys of its own.

export class Searching {
  #coming = null;
  #panel = null;

  /** `on`: begin() before it opens, look(files, at) at pictures, cover(covered) as it comes over the conversation and goes, closed(), problem(sentence). */
  constructor({ api, chat, place, hides, on }) {
    Object.assign(this, { api, chat, place, on, covers: false });
    this.files = new RoomFiles({ api, chat, place, hides, on });
    this.main = part('main');
    const [opener] = $('#search-open').on('click', () => this.begin());
    hintAt(opener, 'search');
    document.addEventListener('keydown', (event) => this.#key(event));
    document.addEventListener('keydown', (event) => this.#leave(event), true); // First: nothing else is closed, or read, by it.
  }

  /** What the address says that is looked for; null: nothing. */
  async show(search) {
    this.#cover(search !== null);
    const panel = search && (await this.#loaded());
    const wanted = panel && this.place.search; // Somebody may have gone on meanwhile.
    if (!wanted) return;
    this.main.classList.add('searching');
    panel.open(wanted);
  }

  /** Opens it, with `words` that are looked for in the open room. */
  begin(words = '') {
    this.on.begin();
    this.place.showSearch({ words, everywhere: false });
    return this.show(this.place.search);
  }

  /** Something was said, perhaps of what was found. */
  hear(news) {
    this.#panel?.hear(news);
    this.files.hear(news);
  }

  /** Somebody's words are folded away by now, or no more. */
  rehide() {
    this.#panel?.rehide();
    this.files.rehide();
  }

  #cover(covers) {
    if (covers === this.covers) return;
    this.covers = covers;
    if (!covers) this.#panel?.close();
    if (!covers) this.main.classList.remove('searching');
    this.on.cover(covers);
    if (!covers) this.on.closed();
  }

  /** Pressed once more it is the browser's own, which looks through what is on the page. */
  #key(event) {
    if (this.covers || !pressed(event, 'search')) return;
    if (document.querySelector('dialog[open]') || !this.main.getClientRects().length) return;
    event.preventDefault();
    this.begin();
  }

  /** Escape closes the search from wherever the focus is, but in what stands over it, or where one writes beside it. */
  #leave(event) {
    if (!this.covers || !pressed(event, 'close') || document.querySelector(OVER)) return;
    if (!this.main.contains(event.target) && (isField(event.target) || event.target.closest('form'))) return;
    event.preventDefault();
    event.stopPropagation();
    this.place.leaveSearch();
  }

  async #loaded() {
    this.#coming ??= this.#load();
    this.#panel = await this.#coming;
    if (this.#panel) return this.#panel;
    this.#coming = null;
    this.place.leaveSearch();
    this.on.problem(say('search.missing'));
    return null;
  }

  /** Null where it could not be loaded. */
  async #load() {
    const script = await later(() => import('../page/search/panel.js'), 'search.css');
    if (!script) return null;
    await this.chat.known;
    const { api, chat, place } = this;
    return new script.SearchPanel(part('search'), {
      api,
      chat,
      hrefOf: (entry) => place.hrefOfMessage(entry),
      onSearch: (search) => place.showSearch(search),
      onFiles: () => this.files.open(),
      onClose: () => place.leaveSearch(),
      copied: (search) => copied((chat.about.addresses[0] ?? homeAddress) + place.hrefOfSearch(search)),
    });
  }
}
