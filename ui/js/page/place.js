/**
 * The open room is the part of the address behind the #, so links and the back button work. Behind it may
 * stand the number of a message, or what is searched for while it is.
 */
import { brought } from '../brought.js';
import { LOBBY, roomNameProblem, typedName } from '../chat/room-name.js';

const SEARCH = '/?';
const BACK = 1000; // Milliseconds in which a browser has gone back, or never will: what changes the address meanwhile stops it.

export class Place {
  #shown = null; // The room that is shown.
  #leaving = null; // Going back has begun, and the address is still the old one.
  #heard = window.location.hash; // What stands in the address as far as we know: where it is another, `#turned` is about to come.

  /** `onRoom(room)` hears of another place, `onSearch(search)` what is searched for, null for nothing. */
  constructor({ onRoom, onSearch }) {
    Object.assign(this, { onRoom, onSearch });
    window.addEventListener('hashchange', () => this.#turned());
  }

  /** Mended as if somebody had typed it; the lobby where nothing can be made of it. */
  get room() {
    const name = typedName(this.#said.split('/')[0]);
    return name && !roomNameProblem(name) ? name : LOBBY;
  }

  /** The number of the message that it leads to, null for none. */
  get message() {
    const [, number] = /^[^/]*\/(\d{1,15})$/.exec(this.#said) ?? [];
    return number ? Number(number) : null;
  }

  /** What is searched for, { words, everywhere }, or null. */
  get search() {
    const at = window.location.hash.indexOf(SEARCH);
    if (at < 0) return null;
    const query = new URLSearchParams(window.location.hash.slice(at + SEARCH.length));
    return { words: query.get('q') ?? '', everywhere: query.get('in') === 'all' };
  }

  /** A search comes before the room over which it is, and goes after another one has come: nobody sees what is below. */
  #turned() {
    const { search } = this;
    this.#left();
    this.#heard = window.location.hash;
    if (search) this.onSearch(search);
    if (!this.#says(this.#shown)) this.onRoom(this.room);
    if (!search) this.onSearch(null);
  }

  get #said() {
    return decoded(window.location.hash.slice(1).split(SEARCH, 1)[0]);
  }

  /** Whether the address names a room and nothing in it. */
  #says(room) {
    return this.#said === room || (!window.location.hash && room === LOBBY);
  }

  /** `room` is shown: the address says so, whatever it said before; but who has just gone elsewhere is led there. */
  show(room) {
    this.#shown = room;
    const { hash } = window.location; // Empty where a secret was taken out of it, of which nobody hears.
    if (this.#says(room) || (hash && hash !== this.#heard)) return;
    const { search } = this;
    this.#write('replaceState', window.history.state, search ? this.hrefOfSearch(search) : this.hrefOf(room));
  }

  #write(how, state, href) {
    window.history[how](state, '', href);
    this.#heard = window.location.hash;
  }

  /** The address says what is searched for: the way back leads out of it again. */
  showSearch(search) {
    if (this.#leaving !== null) return;
    const href = this.hrefOfSearch(search);
    if (this.search) this.#write('replaceState', window.history.state, href);
    else this.#write('pushState', { search: true }, href);
  }

  /** Out of the search, by the way that led in where that was here. */
  leaveSearch() {
    if (this.#leaving !== null) return;
    if (window.history.state?.search) {
      this.#leaving = setTimeout(() => this.#left(), BACK);
      window.history.back();
    } else {
      this.#write('replaceState', null, this.hrefOf(this.#shown));
      this.onSearch(null);
    }
  }

  #left() {
    clearTimeout(this.#leaving);
    this.#leaving = null;
  }

  /** The secret of an invitation by which somebody has come, once. */
  takeSecret() {
    return brought('join');
  }

  go(room) {
    window.location.hash = encodeURIComponent(room);
  }

  /** `hash` as of an address of this chat. */
  enter(hash) {
    window.location.hash = hash;
  }

  hrefOf(room) {
    return `#${encodeURIComponent(room)}`;
  }

  hrefOfMessage({ room, id }) {
    return `${this.hrefOf(room)}/${id}`;
  }

  /** Of a search in the room that is shown, or from there. */
  hrefOfSearch({ words, everywhere }) {
    return `${this.hrefOf(this.#shown)}${SEARCH}q=${encodeURIComponent(words)}${everywhere ? '&in=all' : ''}`;
  }
}

/** Leads to a message of the chat that is at `home`. */
export function addressOf(home, { room, id }) {
  return `${home}#${encodeURIComponent(room)}/${id}`;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
