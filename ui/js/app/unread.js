/** What is unread and what one wants to hear of: said by keys, and by the bell above the messages. */
import { part } from './part.js';
import { RoomBell } from '../page/rooms/room-bell.js';
import { RoomKeys } from './room-keys.js';
import { say } from '../words/words.js';

export class Unread {
  /** `on`: enter(room), tell(sentence) for a moment, closed() of the choice. */
  constructor({ chat, place, openRoom, on }) {
    Object.assign(this, { chat, openRoom, on });
    this.bell = new RoomBell(part('room-bell'), part('room-levels'), {
      levels: chat.levels,
      titleOf: (room) => chat.rooms.titleOf(room),
      onRead: () => this.#read(),
      onReadAll: () => this.#readAll(),
      onClose: on.closed,
    });
    new RoomKeys({
      box: part('message'),
      rooms: () => this.#listed,
      current: () => chat.rooms.called(place.room),
      isUnread: (room) => chat.rooms.unread(room) > 0 && !chat.levels.mutes(room),
      on: {
        enter: on.enter,
        read: () => this.#read(),
        readAll: () => this.#readAll(),
        none: () => on.tell(say('read.none')),
      },
    });
  }

  /** Another room is open, something was said in it, or one wants to hear more of it, or less. */
  update() {
    const { name } = this.chat.log;
    this.bell.show(name, { heard: this.chat.rooms.messages(name) > 0 });
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

  #readAll() {
    const { reading, line } = this.chat;
    if (line.cursor === null) return;
    reading.markAllRead(line.cursor);
    this.#told('read.all');
  }

  #told(word) {
    this.openRoom.remark();
    this.on.tell(say(word));
  }
}
