/** The keys that are heeded wherever the focus is, the sheet of all keys and commands, and the way to any room or person by a few letters. */
import { hintAt, pressed } from '../page/parts/shortcuts.js';
import { IN_WINDOW } from '../in-window.js';
import { isField } from '../page/parts/field.js';
import { Palette } from '../page/keys/palette.js';
import { later } from '../page/parts/later.js';
import { part } from './part.js';
import { say } from '../words/words.js';
import { tagOf } from '../chat/nicks.js';

const $ = window.jQuery;
const OPEN = 'dialog[open]:not(.glance)'; // Has keys of its own.
const REMEMBERED = 20; // Rooms in which one was.
const WINDOWS = new Set(['elsewhere']); // Keys that only our own window has.

export class Keyboard {
  #sheet = null;
  #visited = []; // Rooms, the last one first.

  /** `commands` are what the sheet lists, `gathering` begins conversations; `on`: begin() before something opens, go(room), problem(sentence), closed(). */
  constructor({ chat, commands, writing, gathering, on }) {
    Object.assign(this, { chat, commands, writing, gathering, on });
    this.palette = new Palette(part('palette'), {
      places: () => this.#places,
      go: (place) => this.#way(place),
      onClose: on.closed,
    });
    document.addEventListener('keydown', (event) => this.#key(event), true); // First: a key that writes would go to the box.
    for (const button of $('.keys-open').on('click', () => this.help()).get()) hintAt(button, 'keys');
  }

  /** A room is open. */
  visit(room) {
    this.#visited = [room, ...this.#visited.filter((one) => one !== room)].slice(0, REMEMBERED);
  }

  /** Shows all keys and commands. */
  async help() {
    this.#sheet ??= await this.#loaded();
    if (this.#sheet) this.#open(this.#sheet);
    else this.on.problem(say('keys.missing'));
  }

  /** Null where it could not be loaded. */
  async #loaded() {
    const script = await later(() => import('../page/keys/sheet.js'), 'keys.css');
    return script && new script.KeysSheet(part('keys'), {
      commands: () => this.commands.offered,
      returnKey: this.writing.returnKey,
      heeded: (name) => IN_WINDOW || !WINDOWS.has(name),
      onWrite: (text) => this.writing.composer.begin(text),
      onClose: this.on.closed,
    });
  }

  /** Somebody may have opened something else meanwhile. */
  #open(panel) {
    if (document.querySelector(OPEN)) return;
    this.on.begin();
    panel.open();
  }

  #key(event) {
    const [help, find] = [pressed(event, 'keys'), pressed(event, 'go')];
    if (!help && !find) return;
    if (help === '?' && isField(event.target)) return; // It is written.
    if (document.querySelector(OPEN) || !part('app').getClientRects().length) return;
    event.preventDefault();
    event.stopPropagation();
    if (help) this.help();
    else this.#open(this.palette);
  }

  /** What is unread first, then where one was, the room that is open last; people after the rooms. */
  get #places() {
    const { rooms, log } = this.chat;
    const all = rooms.names.map((name) => ({ kind: rooms.kindOf(name), name, title: rooms.titleOf(name), unread: rooms.unread(name) }));
    const recent = new Map(this.#visited.map((name, at) => [name, at]));
    const rank = ({ name, unread }) => (name === log.name ? REMEMBERED + 1 : (unread ? -1 : recent.get(name) ?? REMEMBERED));
    return [...all.sort((a, b) => rank(a) - rank(b)), ...this.#people];
  }

  /** Those with whom there is no conversation that would be found by the same name. */
  get #people() {
    const { rooms, company, nicks, about } = this.chat;
    const known = new Set(rooms.names.map((name) => rooms.about(name)).filter((room) => room?.direct && room.with.length === 1).map((room) => room.with[0].member));
    return company.others([about.you.member, ...known])
      .map(({ member, nick }) => ({ kind: 'person', member, title: nick, unread: 0, tag: nicks.shared(nick) ? tagOf(member) : '' }));
  }

  async #way({ kind, name, member }) {
    return kind === 'person' ? this.gathering.converse([member]) : () => this.on.go(name);
  }
}
