/** What is unread and what one wants to hear of: said by keys, by the bell above the messages, and at each room of the list. */
import { Offer } from '../page/composer/offer.js';
import { part } from './part.js';
import { RoomBell } from '../page/rooms/room-bell.js';
import { RoomKeys } from './room-keys.js';
import { RoomLevels } from '../page/rooms/room-levels.js';
import { RoomMenu } from '../page/rooms/room-menu.js';
import { say } from '../words/words.js';

export class Unread {
  /** `list` shows the rooms; `on`: enter(room), closed() of the choice. */
  constructor({ chat, place, openRoom, writing, list, on }) {
    Object.assign(this, { chat, openRoom, writing });
    this.choice = new RoomLevels(part('room-levels'), {
      levels: chat.levels,
      titleOf: (room) => chat.rooms.titleOf(room),
      onRead: (room) => this.#readThat(room),
      onReadAll: () => this.#readAll(),
      onClose: on.closed,
    });
    this.bell = new RoomBell(part('room-bell'), { levels: chat.levels, choice: this.choice });
    new RoomMenu(part('room-list'), {
      nameOf: (link) => list.nameOf(link),
      has: (room) => this.#hears(room),
      open: (room, link) => this.choice.open(room, link),
    });
    this.undoing = new Offer(part('undoing'), { form: part('chatform'), escapes: false, onTurn: () => openRoom.conversation.settle() });
    new RoomKeys({
      box: part('message'),
      rooms: () => this.#listed,
      current: () => chat.rooms.called(place.room),
      isUnread: (room) => chat.rooms.unread(room) > 0 && !chat.levels.mutes(room),
      on: {
        enter: on.enter,
        read: () => this.#read(),
        readAll: () => this.#readAll(),
        none: () => this.#tell('read.none'),
      },
    });
  }

  /** Another room is open, something was said in it, or one wants to hear more of it, or less. */
  update() {
    const { name } = this.chat.log;
    this.bell.show(name, { heard: this.#hears(name) });
    this.choice.update();
  }

  /** Where nothing was said yet, and nothing decided, there is nothing to hear. */
  #hears(room) {
    return this.chat.rooms.messages(room) > 0 || this.chat.levels.of(room).level !== 'all';
  }

  get #listed() {
    const { rooms, levels, log } = this.chat;
    return rooms.names.filter((name) => name === log.name || !levels.hides(name));
  }

  #read() {
    const { reading } = this.chat;
    if (reading.unread === 0 && reading.log.mark === null) return;
    reading.markRead();
    this.#told('read.room');
  }

  #readThat(room) {
    if (room === this.chat.log.name) return this.#read();
    this.chat.rooms.markRead(room);
    return this.#told('read.room');
  }

  #readAll() {
    const { reading, line } = this.chat;
    if (line.cursor === null) return;
    const undo = reading.markAllRead(line.cursor);
    this.openRoom.remark();
    this.#offerUndo(undo);
  }

  /** What can still be undone is undone with it. */
  #offerUndo(undo) {
    const before = this.undoing.act ?? (() => this.#told('read.undone'));
    this.undoing.leave(); // Its button does the same and more: this needs not wait for who is at it.
    this.undoing.make({ words: say('read.all'), act: () => { undo(); before(); } });
  }

  #told(word) {
    this.openRoom.remark();
    this.#tell(word);
  }

  /** For a moment. */
  #tell(word) {
    this.writing.composer.mention(say(word));
  }
}
