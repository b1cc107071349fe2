/** On a narrow screen what stands beside is a drawer: it holds the focus while open, Escape closes it, and so does another one. */
import { pressed } from './shortcuts.js';

const $ = window.jQuery;
const NARROW = '(max-width: 759px)'; // As in layout.css.
const FOCUSABLE = 'a[href], button, input, [tabindex="0"]';

let opened = null; // One at most: there is one veil.

export class Drawer {
  /** It is one where `narrow` says so of the page; `onTurn()` hears that it was opened or closed. */
  constructor(root, { opener, closer, veil, rest, narrow = NARROW, onTurn = () => {} }) {
    Object.assign(this, { root: $(root), opener: $(opener), closer: $(closer), veil: $(veil), rest: $(rest), onTurn });
    this.opener.on('click', () => { if (this.narrow.matches) this.open(); });
    this.closer.on('click', () => this.close());
    this.veil.on('click', () => this.close());
    this.root.on('keydown', (event) => this.#key(event));
    this.narrow = window.matchMedia(narrow);
    this.narrow.addEventListener('change', () => this.close());
  }

  get isOpen() {
    return this.root.hasClass('open');
  }

  open() {
    if (opened !== this) opened?.close();
    opened = this;
    this.#set(true);
    this.closer.trigger('focus');
  }

  close() {
    if (!this.isOpen) return;
    opened = null;
    this.#set(false);
    if (this.narrow.matches) this.opener.trigger('focus');
  }

  #set(open) {
    this.root.toggleClass('open', open);
    this.root.attr({ role: open ? 'dialog' : null, 'aria-modal': open ? 'true' : null });
    this.veil.prop('hidden', !open);
    this.rest.prop('inert', open);
    this.opener.attr('aria-expanded', String(open));
    this.onTurn();
  }

  #key(event) {
    if (!this.isOpen) return;
    if (pressed(event, 'tab')) this.#cycle(event);
    if (!pressed(event, 'close')) return;
    event.preventDefault();
    this.close();
  }

  #cycle(event) {
    const stops = this.root.find(FOCUSABLE).filter((_, node) => node.offsetParent !== null);
    const [from, to] = event.shiftKey ? [stops[0], stops.last()] : [stops.last()[0], stops.first()];
    if (document.activeElement !== from) return;
    event.preventDefault();
    to.trigger('focus');
  }
}
