/** Links to messages and searches: those of this chat lead there in this page, at whichever of its addresses they were copied. */
import { homeAddress } from '../home.js';

const $ = window.jQuery;

export class MessageLinks {
  #wanted = null;

  /** `lead(id)` leads to a message of the open room. */
  constructor(root, { chat, place, lead }) {
    Object.assign(this, { chat, place, lead });
    $(root).on('click', '.bubble a', (event) => this.#clicked(event));
  }

  /** What the address leads to, before it names no more than the room; whether that is a message. */
  take() {
    this.#wanted = this.place.message;
    return this.#wanted !== null;
  }

  /** Goes there, once the room is open. */
  async follow() {
    const id = this.#wanted;
    this.#wanted = null;
    if (id === null) return;
    await this.chat.known;
    await this.lead(id);
  }

  #clicked(event) {
    const { href } = event.currentTarget;
    if (event.ctrlKey || event.metaKey || event.shiftKey || !this.#leadsHere(href)) return;
    event.preventDefault();
    this.place.enter(new URL(href).hash);
  }

  #leadsHere(href) {
    const homes = [homeAddress, ...this.chat.about.addresses ?? []];
    const [home, said] = href.split('#');
    return homes.includes(home) && /^[^/=]+\/(?:\d+$|\?)/u.test(said ?? '');
  }
}
