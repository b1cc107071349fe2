/**
 * The chat as this tab knows it, without a page: who we are, which rooms there are, the log of
 * the open one. The page is told through the callbacks in `on`: about({ others }), room(log), log(log),
 * address(url), entries(news), now(names), marked(), nicks(), rooms(), order(), mentions(), out(title),
 * called(nameOf), connection(state).
 */
import { refusal } from '../line/api-error.js';
import { Counting } from './counting.js';
import { isMaking, isMessage } from './fold.js';
import { Levels } from './levels.js';
import { Line } from '../line/line.js';
import { Loading } from './loading.js';
import { Mentions } from './mentions.js';
import { Order } from './order.js';
import { People } from './people.js';
import { PrivateRooms } from './private-rooms.js';
import { Reading } from './reading.js';
import { LOBBY } from './room-name.js';
import { Rooms } from './rooms.js';
import { say } from '../words/words.js';

const UNTIL_KNOWN = {
  name: say('chat'),
  addresses: [],
  limits: { message: Infinity, nick: Infinity, room: Infinity }, // The chat has them, and refuses.
  you: { member: null },
};

export class Chat {
  about = UNTIL_KNOWN;
  order = new Order();

  /** `ignores(member)`: what they say is nothing to read. */
  constructor({ api, storage, tabs, outbox, id, visible, near, door, ignores, on }) {
    Object.assign(this, { api, outbox, ignores, on });
    this.loading = new Loading({ chat: this, api, storage, outbox, visible, door });
    this.people = new People({ api, onNews: () => this.on.nicks() });
    this.levels = new Levels({ api, onTold: (now) => this.line.now.own(now), onTurn: () => this.#relevel() });
    this.rooms = new Rooms({ storage, lobby: LOBBY, order: this.order, nicks: this.nicks, levels: this.levels });
    this.counting = new Counting({ api, rooms: this.rooms });
    this.mentions = new Mentions({ storage, chat: this });
    this.private = new PrivateRooms({
      api,
      rooms: this.rooms,
      member: () => this.about.you.member,
      onRooms: (answer) => this.#learn(answer),
    });
    this.reading = new Reading({
      api,
      rooms: this.rooms,
      outbox,
      visible,
      ready: () => !this.loading.going && this.line.cursor !== null,
      on,
      onPage: (entries) => this.people.hearOf(entries),
    });
    this.line = new Line({
      api,
      tabs,
      storage,
      outbox,
      marks: this.rooms.marks,
      id,
      visible,
      near: () => near(this.about),
      onEntries: (entries) => this.#take(entries),
      onTruncated: () => this.load(),
      onNow: (names, now) => this.#hearNow(names, now),
      onOther: () => this.load(),
      onRights: () => this.private.refresh(),
      onAddress: (url) => this.on.address(url),
      onState: (state, before) => this.#connection(state, before),
    });
  }

  start() {
    this.rooms.watch(() => this.reading.remarked());
    this.line.leader.join();
    this.load();
  }

  /** The log of the open room. */
  get log() {
    return this.reading.log;
  }

  get nicks() {
    return this.people.nicks;
  }

  get company() {
    return this.people.company;
  }

  isMine(entry) {
    return entry.member === this.about.you.member || this.people.own.has(entry);
  }

  /** Makes the room that `name` means the one that is read; until it is known which there are, as it is. */
  go(name, { led = false } = {}) {
    this.open(this.line.cursor === null ? name : this.rooms.called(name), { led });
  }

  /** `led` as of Reading; what was so before where nothing is said of it. */
  open(name, { led } = {}) {
    this.reading.open(name, { led });
  }

  /** Makes a room by the name that somebody typed; what it is called then. */
  async make({ name, nick }) {
    const { room } = await this.api.makeRoom({ name, nick });
    this.rooms.made(room);
    return room;
  }

  /** The list of rooms has changed; whoever reads one that is theirs no longer is led out of it. */
  #learn(answer) {
    this.order.learn(answer);
    this.levels.learn(answer.rooms);
    const { name } = this.log;
    const inside = this.rooms.about(name);
    const title = this.rooms.titleOf(name);
    this.rooms.learn(answer.rooms);
    if (inside && !this.rooms.about(name)) {
      this.reading.drop(name);
      this.open(LOBBY);
      this.on.out(title);
    } else this.rooms.add(name);
    this.mentions.learn(answer.rooms, Number(answer.cursor));
    this.on.rooms();
  }

  /** Accepts a message for sending; it is safe in storage when this returns, under the key that is answered. `reply` is the number of what it answers, `act` says that it tells what somebody does, `files` what goes along, `meant` whom its names mean, { name: member }; while these are on their way its `state` is `loading`. */
  send({ room = this.log.name, ...item }) {
    return this.#post({ room, ...item });
  }

  /** The same of what changes the message `entry`: a `kind` of ../kinds, with the `body` that it has. */
  change(entry, { kind, nick, body = {} }) {
    this.#post({ kind, room: entry.room, nick, target: entry.id, body });
  }

  #post(item) {
    const state = this.line.state.phase === 'connected' ? 'new' : 'waiting';
    return this.people.own.wrote(this.outbox.add({ state, ...item }));
  }

  retry() {
    this.loading.wake();
    this.line.retry();
  }

  /** The connection may be dead without anybody having said so. */
  doubt() {
    this.loading.wake();
    this.reading.wake();
    this.line.doubt();
  }

  /** Learns everything that is not in the feed, and listens from where that ends. */
  load() {
    return this.loading.begin();
  }

  /** Resolves once we are a member, the rooms are listed, and one is open. */
  get known() {
    return this.loading.known;
  }

  /** How the chat describes itself, and us. */
  meet(about) {
    this.about = { ...UNTIL_KNOWN, ...about };
  }

  #connection(state, before) {
    this.on.connection(state);
    if (state.phase !== 'connected' || this.loading.going) return;
    this.reading.fill();
    if (before.phase === 'waiting') this.#recognise();
  }

  /**
   * How we stand with the host is another matter than before, or the chat is back: what came back may not
   * be what went away, for another data folder has another log, and may have other addresses.
   */
  async #recognise() {
    try {
      const about = await this.api.about();
      if (about.log !== this.about.log || this.outbox.aside) this.load();
      else if (about.addresses) this.#heed(about); // None is told before the door, where the poll leads.
    } catch (error) {
      refusal(error); // It went away, and is asked when it is back.
    }
  }

  #heed(about) {
    this.meet(about);
    this.order.introduce(about.you);
    this.on.about({ others: false });
    this.on.order();
  }

  #relevel() {
    this.rooms.relevel();
    this.on.rooms();
  }

  /** How far other devices have read is taken over by one tab for all. */
  #hearNow(names, now) {
    this.levels.hear(now);
    if (this.line.leader.leading && this.rooms.marks.hear(now)) this.counting.count();
    this.on.now(names);
  }

  #take(entries) {
    this.people.hearOf(entries);
    this.reading.take(entries);
    for (const { room } of entries.filter(isMaking)) this.rooms.made(room);
    for (const entry of entries.filter(isMessage)) {
      this.rooms.count(entry, this.isMine(entry) || this.ignores(entry.member));
    }
    for (const entry of entries) if (entry.key && this.isMine(entry)) this.outbox.remove(entry.key);
    this.outbox.settle(this.line.cursor);
    for (const part of [this.private, this.mentions]) part.hear(entries);
    if (this.order.hear(entries)) this.#reorder();
    if (entries.some((entry) => this.order.concernsUs(entry))) this.#recognise();
    this.on.entries(entries);
  }

  #reorder() {
    this.rooms.reorder(this.log.name);
    this.line.release();
    this.on.order();
  }
}
