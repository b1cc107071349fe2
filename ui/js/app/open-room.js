/** What is seen of the open room: its place in the address, what it is called, its messages, and who wrote them. */
import { attempt, attempted } from '../page/parts/attempt.js';
import { Chosen } from '../page/message/chosen.js';
import { Conversation } from '../page/conversation/conversation.js';
import { CopyButtons } from '../page/parts/copy-buttons.js';
import { Dates } from '../page/conversation/dates.js';
import { Floor } from '../page/composer/floor.js';
import { Hiding } from '../page/message/hiding.js';
import { heedSpoilers } from '../page/message/spoilers.js';
import { held } from '../page/message/pending.js';
import { MessageActs } from './message-acts.js';
import { MessageMenu } from '../page/message/message-menu.js';
import { part } from './part.js';
import { Place } from '../page/place.js';
import { printable } from '../page/printing.js';
import { Profile } from '../page/people/profile.js';
import { Quotes } from '../page/message/quote.js';
import { randomKey } from '../line/random-key.js';
import { Reacting } from './reacting.js';
import { RoomSettings } from '../page/rooms/room-settings.js';
import { RoomTitle } from '../page/rooms/room-title.js';
import { RowTools } from '../page/message/row-tools.js';
import { say } from '../words/words.js';
import { Versions } from '../page/message/versions.js';
import { visible } from './sight.js';
import { WayBack } from '../page/conversation/way-back.js';

const $ = window.jQuery;

export class OpenRoom {
  /** `onRoom(name)` hears which room the address has come to name, `onSearch(search)` what is searched for; `writing` is what is written in it, `onWrite(member)` begins a conversation. */
  constructor({ api, chat, outbox, oneself, writing, ignored, parents, storage, onRoom, onSearch, onInvite, onWrite, onClose }) {
    Object.assign(this, { api, chat, outbox, oneself, writing });
    this.place = new Place({ onRoom, onSearch });
    this.title = new RoomTitle(part('room-title'), { topic: part('room-topic'), people: part('room-people') });
    this.floor = new Floor(part('floor'), { composer: writing.composer, onOver: () => this.#released() });
    const { reading } = chat;
    const hiding = new Hiding({
      ignored,
      order: chat.order,
      isMine: (entry) => chat.isMine(entry),
      called: (entry) => chat.nicks.called(entry),
      onUndo: (member) => this.#unhide(member),
    });
    this.quotes = new Quotes({
      parentOf: (id) => parents.of(id),
      hides: (entry) => hiding.hides(entry),
      called: (entry) => chat.nicks.called(entry),
    });
    this.reacting = new Reacting({ chat, outbox, oneself, storage, composer: writing.composer, entryOf: (row) => this.conversation.entryOf(row) });
    this.wayBack = new WayBack(part('way-back'), { onBack: (id) => this.lead(id) });
    this.conversation = new Conversation(part('conversation'), {
      newer: part('newer'),
      newsBar: part('news-bar'),
      dates: new Dates(part('dates'), { onJump: (time) => this.#jump(time) }),
      visible: () => visible() && !this.covered,
      isMine: (entry) => chat.isMine(entry),
      shared: (nick) => chat.nicks.shared(nick),
      called: (entry) => chat.nicks.called(entry),
      nickOf: (member) => chat.company.nickOf(member),
      titleOf: (room) => chat.rooms.titleOf(room),
      hiding,
      quotes: this.quotes,
      reactions: this.reacting.reactions,
      unread: () => reading.unread,
      seen: () => reading.seen,
      fresh: () => reading.fresh,
      onMore: (side) => reading.more(side),
      returning: () => reading.returning,
      onNewest: () => reading.newest(),
      onNews: () => attempted(() => reading.toNews()),
      onReached: (id) => { reading.reached(id); this.#readMentions(); this.wayBack.reached(id); },
      onGoing: () => { reading.led = false; },
      onQuote: (id, from) => this.#follow(id, from),
      onShown: () => { writing.replying.update(); this.reacting.people.update(); },
      filesOf: (item) => writing.files.transit.nodeFor(item),
      onRetry: (key) => outbox.change(key, { state: 'new', nick: oneself.nick }),
      onEdit: (key) => writing.edit(key),
      onDelete: (key) => writing.remove(key),
      onUndo: (key) => writing.undo(key),
      onVersions: (id) => this.versions.open(id),
      me: () => oneself.member,
      onInvite,
    });
    this.profile = new Profile(part('profile'), {
      conversation: part('conversation'),
      about: (member) => api.person(member),
      isMe: (member) => member === oneself.member,
      ignored,
      shared: (nick) => chat.nicks.shared(nick),
      onWrite,
      role: () => chat.about.you.role,
      change: (member, wanted) => this.#stand(member, wanted),
    });
    this.versions = new Versions(part('versions'), { about: (id) => api.message(id), onClose });
    this.#heedWords();
    this.#offerActs();
    this.settings = this.#settings(onClose);
    printable({ onBegin: () => this.conversation.showAll(), onEnd: () => this.conversation.showSome() });
  }

  get name() {
    return this.chat.log.name;
  }

  /** Whether we keep order in it. */
  get kept() {
    const { order } = this.chat;
    return order.keeps(this.name) && !order.rules(this.name).removed;
  }

  show(log) {
    if (log.name !== this.shown) this.wayBack.forget();
    this.shown = log.name;
    this.readdress();
    this.entitle();
    this.conversation.show(log, this.#waiting);
  }

  /** Another mark holds: what is new begins elsewhere, or nowhere. */
  remark() {
    this.conversation.remark();
  }

  /** From a message on it is to be unread. */
  markUnread({ id }) {
    this.chat.reading.markUnread(id);
    this.remark();
  }

  /** Whether something stands over it: nobody reads it then. */
  cover(covered) {
    this.covered = covered;
    if (!covered && this.shown) this.conversation.update();
  }

  /** The rooms are called otherwise, perhaps this one too, or other rules hold in them. */
  renamed() {
    this.entitle();
    this.showWaiting();
    this.conversation.named();
    this.conversation.rehide();
  }

  entitle() {
    const { rooms, order } = this.chat;
    const title = rooms.titleOf(this.name);
    const { topic } = order.rules(this.name);
    this.title.show(title, { kind: rooms.kindOf(this.name), inside: Boolean(rooms.about(this.name)), topic });
    this.writing.open(this.name, title);
    this.floor.show(this.name, order);
    this.opener.prop('hidden', !this.kept);
    this.settings.update();
  }

  /** The address names it again, whatever it brought. */
  readdress() {
    this.place.show(this.name);
  }

  showWaiting() {
    if (this.chat.log) this.conversation.waiting(this.#waiting);
    this.reacting.people.update();
  }

  get #waiting() {
    return held(this.outbox.in(this.name), this.chat.order.closed(this.name));
  }

  /** We may write again: what waited for that goes out. */
  #released() {
    this.chat.line.release();
    this.renamed();
  }

  /** What may be done in the words of messages, wherever these are seen. */
  #heedWords() {
    for (const root of [part('conversation'), part('versions')]) {
      heedSpoilers(root);
      new CopyButtons(root, { note: part('copied') });
    }
  }

  /** What may be done to a message: by a menu at it, or by keys. */
  #offerActs() {
    const { chat, oneself, writing } = this;
    this.menu = new MessageMenu(part('message-menu'));
    this.acts = new MessageActs({
      chat, oneself, writing, menu: this.menu, asTyped: this.conversation.asTyped, onReact: (entry) => this.reacting.pick(entry, this.conversation.placeOf(entry)), onUnread: (entry) => this.markUnread(entry),
    });
    const entryOf = (row) => this.conversation.entryOf(row);
    new RowTools(part('conversation'), { button: part('row-more'), menu: this.menu, entryOf });
    new Chosen(part('conversation'), { menu: this.menu, entryOf, onLeave: () => writing.composer.focus() });
  }

  #settings(onClose) {
    const { rooms, order } = this.chat;
    this.opener = $('#room-settings-open').on('click', () => this.settings.open(this.name));
    return new RoomSettings(part('room-settings'), {
      order,
      decide: (room, wanted) => this.decide(room, wanted),
      remove: (room) => this.api.removeRoom(room, this.#signed()),
      titleOf: (room) => rooms.titleOf(room),
      kindOf: (room) => rooms.kindOf(room),
      messagesIn: (room) => rooms.messages(room),
      onClose,
    });
  }

  /** What host and helpers, or who made it, decide about a room. */
  async decide(room, wanted) {
    await this.api.changeRoom(room, this.#signed(wanted));
  }

  #stand(member, wanted) {
    return this.api.setStanding(member, this.#signed(wanted));
  }

  /** With who does it. */
  #signed(wanted) {
    return { ...wanted, nick: this.oneself.nick, key: randomKey() };
  }

  #unhide(member) {
    return attempt(() => this.#stand(member, { hidden: false }), (words) => { if (words) this.writing.composer.complain(words); });
  }

  /** What an edit said of older messages is read by who has nothing unread before their eyes. */
  #readMentions() {
    const { rooms, reading, mentions } = this.chat;
    if (!reading.led && !rooms.unread(this.name)) mentions.read(this.name);
  }

  #jump(time) {
    return attempted(() => this.chat.reading.jump(time));
  }

  /** From a message up to the one that it answers, `from` being null where none is to be gone back to. */
  async #follow(id, from) {
    if (await this.lead(id) && from) this.wayBack.left(from);
  }

  /** To a message of this room, also where that is not loaded; whether it was found. */
  async lead(id) {
    const { name } = this;
    const { reading } = this.chat;
    const here = !reading.moving && this.conversation.goTo(id);
    const problem = here ? null : await attempted(() => reading.visit(id));
    if (name !== this.name) return false;
    const found = !problem && this.conversation.goTo(id);
    if (!found) this.writing.composer.complain(problem ?? say('link.notHere'));
    return found;
  }
}
