/**
 * The way to the search: by Ctrl+F, by the button and by the address, which says what is looked for. What
 * it is made of is loaded when it is first opened.
 */
import { copied } from '../page/parts/clipboard.js';
import { homeAddress } from '../home.js';
import { isField } from '../page/parts/field.js';
import { composes, isLetter } from '../page/parts/keys.js';
import { part } from './part.js';
import { say } from '../words/words.js';
import { styled } from '../page/parts/styled.js';

const $ = window.jQuery;
const OVER = 'dialog[open], [aria-modal=true]'; // Has keys of its own.
const COMMAND = /^(?:Mac|iP)/u.test(navigator.platform) ? 'metaKey' : 'ctrlKey';

export class Searching {
  #coming = null;
  #panel = null;

  /** `on`: begin() before it opens, cover(covered) as it comes over the conversation and goes, closed(), problem(sentence). */
  constructor({ api, chat, place, on }) {
    Object.assign(this, { api, chat, place, on, covers: false });
    this.main = part('main');
    $('#search-open').on('click', () => this.#begin());
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

  /** Something was said, perhaps of what was found. */
  hear(news) {
    this.#panel?.hear(news);
  }

  #begin() {
    this.on.begin();
    this.place.showSearch({ words: '', everywhere: false });
    this.show(this.place.search);
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
    if (this.covers || event.defaultPrevented || composes(event) || !isFind(event)) return;
    if (document.querySelector('dialog[open]') || !this.main.getClientRects().length) return;
    event.preventDefault();
    this.#begin();
  }

  /** Escape closes the search from wherever the focus is, but in what stands over it, or in another field. */
  #leave(event) {
    if (!this.covers || event.key !== 'Escape' || composes(event) || document.querySelector(OVER)) return;
    if (isField(event.target) && !this.main.contains(event.target)) return;
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
    const script = await loaded();
    if (!script) return null;
    await this.chat.known;
    const { api, chat, place } = this;
    return new script.SearchPanel(part('search'), {
      api,
      chat,
      hrefOf: (entry) => place.hrefOfMessage(entry),
      onSearch: (search) => place.showSearch(search),
      onClose: () => place.leaveSearch(),
      copied: (search) => copied((chat.about.addresses[0] ?? homeAddress) + place.hrefOfSearch(search)),
    });
  }
}

async function loaded() {
  try {
    const [script] = await Promise.all([import('../page/search/panel.js'), styled('search.css')]);
    return script;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // A browser's word for what could not be loaded.
    return null;
  }
}

function isFind(event) {
  return event[COMMAND] && !event.shiftKey && !event.altKey && isLetter(event, 'f');
}
