/**
 * What stands beside the conversation where there is room, for as long as somebody wants it there, which
 * this device remembers; else it is a drawer, on a phone a sheet. A button and a key show and hide it.
 */
import { Drawer } from './parts/drawer.js';
import { pressed } from './parts/shortcuts.js';

const $ = window.jQuery;
const NARROW = '(max-width: 999px)'; // As in here.css.

export class Beside {
  /** `app` is around it and the conversation, `first()` answers where the keys go. `onTurn(seen)`, `onLeave()`. */
  constructor(root, { app, opener, closer, veil, rest, storage, name, first, onTurn, onLeave }) {
    Object.assign(this, { root, app, storage, name, first, onTurn, onLeave });
    this.opener = $(opener);
    this.drawer = new Drawer(root, { opener, closer, veil, rest, narrow: NARROW, onTurn: () => this.#mark() });
    this.narrow = window.matchMedia(NARROW);
    this.narrow.addEventListener('change', () => this.#apply());
    this.opener.on('click', () => { if (!this.narrow.matches) this.#set(!this.#wanted); });
    $(closer).on('click', () => { if (!this.narrow.matches) this.#hide(); });
    $(root).on('keydown', (event) => this.#escape(event));
    $(document).on('keydown', ({ originalEvent: event }) => this.#key(event));
    storage.watch(name, () => this.#apply());
    this.#apply();
  }

  /** Whether it can be seen. */
  get seen() {
    return this.narrow.matches ? this.drawer.isOpen : this.#wanted;
  }

  get #wanted() {
    return this.storage.get(this.name, false);
  }

  #set(wanted) {
    this.storage.set(this.name, wanted); // Which is told here as well.
  }

  #hide() {
    const inside = this.root.contains(document.activeElement);
    this.#set(false);
    if (inside) this.onLeave();
  }

  #apply() {
    const beside = !this.narrow.matches && this.#wanted;
    this.root.hidden = !this.narrow.matches && !this.#wanted;
    this.app.classList.toggle('accompanied', beside);
    this.#mark();
  }

  #mark() {
    this.opener.attr('aria-expanded', String(this.seen));
    this.onTurn(this.seen);
  }

  /** The key that shows it leads into it; the same key leads back. */
  #key(event) {
    if (event.repeat || !pressed(event, 'here') || this.app.hidden || document.querySelector('dialog[open]:not(.glance)')) return;
    event.preventDefault();
    if (this.narrow.matches) {
      if (this.drawer.isOpen) this.drawer.close();
      else this.drawer.open();
    } else if (this.#wanted) this.#hide();
    else this.#set(true);
    if (this.seen) this.first()?.focus();
  }

  /** A drawer closes by itself. */
  #escape(event) {
    if (this.narrow.matches || !pressed(event, 'close')) return;
    event.preventDefault();
    this.onLeave();
  }
}
