/** Where somebody asks for what may be chosen of a room in the list: a right click, a long press, or the keys for a menu. */
import { LongPress } from '../parts/long-press.js';
import { pressed } from '../parts/shortcuts.js';

const $ = window.jQuery;
const ROOM = 'a.room';

export class RoomMenu {
  /** `nameOf(link)` is which room that is, `has(name)` whether there is something to choose; `open(name, link)` shows it. */
  constructor(list, { nameOf, has, open }) {
    Object.assign(this, { nameOf, has, open });
    new LongPress(list, { at: ROOM, takes: (link) => this.has(this.nameOf(link)), onPress: (link) => this.open(this.nameOf(link), link) });
    $(list).on('contextmenu', ROOM, (event) => this.#asked(event)).on('keydown', ROOM, (event) => { if (pressed(event, 'list.menu')) this.#ask(event); });
  }

  /** With Shift it is the browser's own, which opens rooms in other tabs. */
  #asked(event) {
    if (!event.shiftKey && !event.isDefaultPrevented()) this.#ask(event);
  }

  #ask(event) {
    const link = event.currentTarget;
    const name = this.nameOf(link);
    if (!this.has(name)) return;
    event.preventDefault();
    this.open(name, link);
  }
}
