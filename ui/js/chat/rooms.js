/**
 * Which rooms there are and how much of each has been read. The server counts messages, and how far one
 * has read is remembered (marks.js); unread is the difference.
 */
import { listed, say } from '../words/words.js';
import { Marks } from './marks.js';
import { isPrivate, small } from './room-name.js';
import { Seen } from './seen.js';

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const UNHEARD = { messages: 0, last: 0 };
const HIDDEN = 3;
const RANKS = { room: 1, private: 1, direct: 2 };

export class Rooms {
  #rooms = new Map(); // name -> { messages, last }
  #there = new Set(); // Names that the server has, as far as is known; others are looked at only.
  #private = new Map(); // name -> { direct, with }, as the server has it; what it is called is in `order`
  #names = null; // In order, until there are others.

  /** `order` knows what was decided about each, `nicks` tells people apart by whom conversations are called, `levels` what one hears of each. */
  constructor({ storage, lobby, order, nicks, levels }) {
    Object.assign(this, { lobby, order, nicks, levels });
    this.seen = new Seen(storage);
    this.marks = new Marks({
      storage, seen: this.seen, counted: (name) => this.#rooms.get(name) ?? UNHEARD, names: () => [...this.#rooms.keys()],
    });
    this.made(lobby);
  }

  /** The server's list, with what it says of what was read: see Marks. */
  load(list, marked) {
    this.#loseOthers(list);
    for (const { name } of list) this.#rooms.delete(name);
    this.#learn(list);
    this.marks.learn(list, marked);
  }

  /** The server's list, asked for again; what has been heard meanwhile counts. Private rooms that are
   * not in it are nobody's here any more. */
  learn(list) {
    const before = new Set(this.#there);
    this.#learn(list);
    this.marks.meet(list.filter(({ name }) => !before.has(name)));
  }

  #learn(list) {
    this.#private = new Map(list.filter((room) => room.private).map((room) => [room.name, room]));
    for (const { nick, member } of list.flatMap((room) => room.with ?? [])) if (nick) this.nicks.note(nick, member);
    for (const name of [...this.#there].filter((room) => isPrivate(room) && !this.#private.has(room))) this.#lose(name);
    for (const { name, messages, last } of list) {
      if ((last ?? 0) >= (this.#rooms.get(name)?.last ?? 0)) this.#put(name, { messages, last: last ?? 0 });
      this.#there.add(name);
    }
    this.#names = null; // They may be called something else.
  }

  /** What is so of a private room; undefined of others, and of those that one is not in. */
  about(name) {
    return this.#private.get(name);
  }

  /** `room`, `private` or `direct`. */
  kindOf(name) {
    if (!isPrivate(name)) return 'room';
    return this.about(name)?.direct ? 'direct' : 'private';
  }

  /** What people call it. */
  titleOf(name) {
    if (!isPrivate(name)) return this.order.rules(name).title || name;
    const room = this.about(name);
    if (!room) return say('room.unknown');
    return room.direct ? listed(room.with.map((person) => this.nicks.called(person))) : this.order.rules(name).title;
  }

  /** They may be called something else now, or be gone: what was `removed` is in the list as long as it is looked at. */
  reorder(current) {
    for (const name of [...this.#there].filter((room) => this.order.rules(room).removed)) {
      this.#there.delete(name);
      if (name !== current) this.#rooms.delete(name);
    }
    this.#names = null;
  }

  /** They are another log's. */
  forget() {
    this.#rooms.clear();
    this.#there.clear();
    this.#private.clear();
    this.made(this.lobby);
  }

  /** Somebody looks at it, whether it is there or not. */
  add(name) {
    if (!this.#rooms.has(name)) this.#put(name, { messages: 0, last: 0 });
  }

  /** It is there. */
  made(name) {
    this.add(name);
    this.#there.add(name);
  }

  /** The room that `name` means, however its letters are written. */
  called(name) {
    if (isPrivate(name)) return name;
    const wanted = small(name);
    if (this.#there.has(name)) return name;
    if (this.#there.has(wanted)) return wanted;
    return [...this.#there].sort().find((room) => small(room) === wanted) ?? wanted;
  }

  /** Nobody looks at it any more. */
  leave(name) {
    if (this.#there.has(name)) return;
    this.#rooms.delete(name);
    this.#names = null;
  }

  /** One more message; where nothing else is unread, one that is `nothing` to read stays so: one's own, say. */
  count(entry, nothing) {
    this.made(entry.room);
    const room = this.#rooms.get(entry.room);
    if (entry.id <= room.last) return;
    const wasRead = this.unread(entry.room) === 0;
    room.messages += 1;
    room.last = entry.id;
    if (nothing && wasRead) this.markRead(entry.room);
  }

  markRead(name) {
    const { messages, last } = this.#rooms.get(name);
    if (this.unread(name)) this.marks.put(name, { messages, id: last });
  }

  /** It was read further, up to the message `id`, by so many messages. */
  readTo(name, id, messages) {
    const seen = this.seen.of(name);
    if (id > seen.id) this.marks.put(name, { messages: seen.messages + messages, id, least: seen.least });
  }

  /** So many messages are unread after the message `id`, or at `least` so many: somebody wants them to be, or they were counted now. */
  unreadAfter(name, id, { count, least = false, back = false }) {
    const mark = { messages: this.messages(name) - count, id, least };
    if (back) this.marks.put(name, mark, { back });
    else this.seen.put(name, mark);
  }

  unread(name) {
    return Math.max(0, this.messages(name) - this.seen.of(name).messages);
  }

  /** Whether there may be more unread than `unread` says. */
  uncounted(name) {
    return this.unread(name) > 0 && this.seen.of(name).least;
  }

  messages(name) {
    return this.#rooms.get(name)?.messages ?? 0;
  }

  /** All there is has been read, up to the entry `id`. Answers what undoes that. */
  readAll(id) {
    return this.marks.putAll(id);
  }

  /** What one wants to hear of some is another matter now. */
  relevel() {
    this.#names = null;
  }

  /** In rooms of which one wants to hear everything. */
  get totalUnread() {
    let total = 0;
    for (const name of this.#rooms.keys()) if (this.levels.of(name).level === 'all') total += this.unread(name);
    return total;
  }

  /** The lobby, then by name, conversations last, and below them what is hidden: a list that stands still can be clicked. The same list as long as it
   * would say the same. */
  get names() {
    this.#names ??= this.#inOrder();
    return this.#names;
  }

  /** What is compared is found out once for each: a thousand are compared ten thousand times. */
  #inOrder() {
    const rank = (name) => (name === this.lobby ? 0 : RANKS[this.kindOf(name)]) + (this.levels.hides(name) ? HIDDEN : 0);
    const rooms = [...this.#rooms.keys()].map((name) => ({ name, rank: rank(name), title: this.titleOf(name) }));
    return rooms.sort((a, b) => a.rank - b.rank || byName.compare(a.title, b.title)).map(({ name }) => name);
  }

  watch(changed) {
    this.seen.watch(changed);
  }

  /** Public rooms that were there and are not in the list any more. */
  #loseOthers(list) {
    const listed = new Set([this.lobby, ...list.map(({ name }) => name)]);
    for (const name of [...this.#there].filter((room) => !isPrivate(room) && !listed.has(room))) {
      this.order.remove(name);
      this.#lose(name);
    }
  }

  #lose(name) {
    this.#there.delete(name);
    this.#rooms.delete(name);
  }

  #put(name, room) {
    if (!this.#rooms.has(name)) this.#names = null;
    this.#rooms.set(name, room);
  }
}
