/**
 * What host and helpers decided, as far as this page was told: of rooms, of ourselves, and of those
 * whose words are folded away for everybody.
 */
import { LOBBY } from './room-name.js';

const RULES = ['readonly', 'slow', 'archived', 'topic', 'title'];
const KEEPERS = new Set(['host', 'helper']);
const NONE = { title: '', topic: '', readonly: false, slow: 0, archived: false, removed: false, maker: '' };

export class Order {
  me = { member: null, role: '', mutedUntil: 0, hidden: false }; // `mutedUntil` by the clock here.
  #rules = new Map(); // room -> its rules; only of those of which something was decided
  #hidden = new Set();

  constructor({ now = () => Date.now() } = {}) {
    this.now = now;
  }

  /** What the chat says of us. */
  introduce({ member, role = '', muted_seconds: seconds = 0, hidden = false }) {
    this.me = { member, role, mutedUntil: seconds ? this.now() + seconds * 1000 : 0, hidden };
  }

  /** The chat's list of rooms, and of those who are folded away. */
  learn({ rooms, hidden = [] }) {
    for (const room of rooms) this.#decide(room.name, { ...pick(room), maker: room.maker ?? '', removed: false });
    this.#hidden = new Set(hidden);
  }

  /** They are another log's. */
  forget() {
    this.#rules.clear();
    this.#hidden.clear();
  }

  /** What has been said; whether anything of it is another decision. */
  hear(entries) {
    return entries.map((entry) => this.#hear(entry)).some(Boolean);
  }

  /** Whether an entry is about how we stand ourselves, which the chat is asked for. */
  concernsUs({ kind, room, who }) {
    return kind === 'member' && room === LOBBY && who === this.me.member;
  }

  rules(room) {
    return this.#rules.get(room) ?? NONE;
  }

  /** The room is not there any more. */
  remove(room) {
    this.#decide(room, { removed: true });
  }

  /** Whether we keep order in a room: host, helpers, and who made a private one. */
  keeps(room) {
    const { maker } = this.rules(room);
    return this.keeper || (maker !== '' && maker === this.me.member);
  }

  /** Whether we do so everywhere. */
  get keeper() {
    return KEEPERS.has(this.me.role);
  }

  get host() {
    return this.me.role === 'host';
  }

  /** Whether a member's words are folded away for everybody. */
  hides(member) {
    return this.#hidden.has(member);
  }

  get hidesSome() {
    return this.#hidden.size > 0;
  }

  /** Why nothing of ours is taken in a room just now: `muted`, `removed`, `archived`, `readonly` or null. */
  closed(room) {
    const { removed, archived, readonly } = this.rules(room);
    if (removed) return 'removed';
    if (this.me.mutedUntil > this.now()) return 'muted';
    if (archived) return 'archived';
    return readonly && !this.keeps(room) ? 'readonly' : null;
  }

  #hear(entry) {
    const { kind, room, what, who } = entry;
    if (kind === 'room' && what === 'removed') this.remove(room);
    else if (kind === 'room' && RULES.includes(what)) this.#decide(room, pick(entry));
    else if (kind === 'member' && room === LOBBY && what === 'hidden') this.#hidden.add(who);
    else if (kind === 'member' && room === LOBBY && what === 'shown') this.#hidden.delete(who);
    else return false;
    return true;
  }

  #decide(room, fields) {
    const rules = { ...this.rules(room), ...fields };
    if (Object.keys(NONE).every((field) => rules[field] === NONE[field])) this.#rules.delete(room);
    else this.#rules.set(room, rules);
  }
}

function pick(source) {
  return Object.fromEntries(RULES.filter((field) => field in source).map((field) => [field, source[field]]));
}
