/**
 * Keys by which one goes from room to room, and says that they were read. Escape closes the innermost
 * thing that is open; only where nothing is, the open room has been read.
 */
import { isField } from '../page/parts/field.js';
import { pressed } from '../page/parts/shortcuts.js';

const OPEN = 'dialog[open], [aria-modal=true], .day-form:not([hidden]), .reaction-people:not([hidden])';
const OVER = 'dialog[open]:not(.glance), [aria-modal=true]'; // Has keys of its own.
const ESCAPES = ['read.room', 'read.all'];
const STEPS = { ArrowUp: -1, ArrowDown: 1 };

export class RoomKeys {
  #closes = false; // Whether something is open that Escape closes.

  /** `box` is where one writes, `rooms()` are those of the list as they stand there, `current()` is the one that the address names, `on`: enter(room), read(), readAll(), none(). */
  constructor({ box, rooms, current, isUnread, on }) {
    Object.assign(this, { box, rooms, current, isUnread, on });
    document.addEventListener('keydown', (event) => { if (ESCAPES.some((name) => pressed(event, name))) this.#closes = document.querySelector(OPEN) !== null; }, true); // First: as it was before.
    document.addEventListener('keydown', (event) => this.#key(event));
  }

  #key(event) {
    if (pressed(event, 'read.room') || pressed(event, 'read.all')) this.#read(event);
    const [next, unread] = [pressed(event, 'rooms.walk'), pressed(event, 'rooms.unread')];
    if ((next || unread) && !document.querySelector(OVER)) this.#walk(event, STEPS[next || unread], { unread: Boolean(unread) });
  }

  #read(event) {
    const { target } = event;
    if (this.#closes || (isField(target) && target !== this.box)) return;
    if (pressed(event, 'read.all')) this.on.readAll();
    else this.on.read();
    event.preventDefault();
  }

  /** From the end of the list one goes on at its other end. */
  #walk(event, step, { unread }) {
    event.preventDefault();
    const rooms = this.rooms();
    const at = rooms.indexOf(this.current());
    const others = rooms.map((_, from) => rooms[(at + step * (from + 1) + 2 * rooms.length) % rooms.length]);
    const to = unread ? others.find((room) => this.isUnread(room)) : others[0];
    if (to === undefined) this.on.none();
    else this.on.enter(to);
  }
}
