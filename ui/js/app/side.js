/** All rooms beside the open one: which there are, the way into another, and who is in them. */
import { Drawer } from '../page/parts/drawer.js';
import { Gathering } from '../page/rooms/gathering.js';
import { NewRoom } from '../page/rooms/new-room.js';
import { part } from './part.js';
import { randomKey } from '../line/random-key.js';
import { RoomList } from '../page/rooms/room-list.js';
import { RoomPanel } from '../page/rooms/room-panel.js';
import { soon } from '../soon.js';
import { Title } from '../page/notices/title.js';

const $ = window.jQuery;

export class Side {
  /** `on`: enter(room), closed() of a dialog. `hrefOf(room)` is its address. */
  constructor({ api, chat, oneself, hrefOf, on }) {
    Object.assign(this, { chat, oneself });
    this.title = new Title(part('favicon'));
    this.drawer = new Drawer(part('sidebar'), {
      opener: part('drawer-open'), closer: part('drawer-close'), veil: part('veil'), rest: part('main'),
    });
    this.list = this.#list(hrefOf);
    this.newRoom = this.#newRoom(on);
    this.gathering = new Gathering(part('chooser'), {
      api,
      chat,
      nick: () => oneself.nick,
      key: randomKey,
      onBegun: on.enter,
      onAdded: () => this.panel.refresh(),
      onClose: on.closed,
    });
    this.panel = this.#panel(api, on);
    this.show = soon(() => this.#show());
    $('#room-people').on('click', () => this.panel.open(chat.log.name));
  }

  /** Others have come into a private room, or left it. */
  note(news) {
    for (const { room, kind } of news) if (kind === 'member') this.panel.refresh(room);
  }

  #show() {
    const { rooms, log, about, mentions } = this.chat;
    const named = mentions.byRoom;
    this.list.show(rooms.names, log.name, (name) => this.#stateOf(name));
    this.list.mark((name) => named.get(name) ?? 0);
    this.title.show({ name: about.name, room: rooms.titleOf(log.name), unread: rooms.totalUnread, mentions: mentions.all.length });
    $('#drawer-dot').prop('hidden', rooms.totalUnread === 0 && named.size === 0);
  }

  #stateOf(name) {
    const { rooms, levels } = this.chat;
    return { unread: rooms.unread(name), least: rooms.uncounted(name), level: levels.of(name).level };
  }

  #list(hrefOf) {
    const { rooms } = this.chat;
    return new RoomList(part('room-list'), {
      filter: part('room-filter'),
      above: part('unread-above'),
      below: part('unread-below'),
      hrefOf,
      kindOf: (room) => rooms.kindOf(room),
      titleOf: (room) => rooms.titleOf(room),
      hides: (room) => this.chat.levels.hides(room),
      onChoose: () => this.drawer.close(),
    });
  }

  #newRoom({ enter }) {
    return new NewRoom(part('new-room'), {
      opener: part('new-room-open'),
      longest: () => this.chat.about.limits.room,
      onMake: (name, only) => this.#make(name, only),
      onMade: enter,
      onWriteTo: () => this.gathering.writeTo(),
    });
  }

  #make(name, only) {
    const { nick } = this.oneself;
    return only ? this.chat.private.make({ title: name, nick, key: randomKey() }) : this.chat.make({ name, nick });
  }

  #panel(api, { closed }) {
    return new RoomPanel(part('room-panel'), {
      api,
      note: part('room-panel-note'),
      me: () => this.oneself.member,
      nick: () => this.oneself.nick,
      key: randomKey,
      titleOf: (room) => this.chat.rooms.titleOf(room),
      shared: (nick) => this.chat.nicks.shared(nick),
      onAdd: (room, inside) => this.gathering.addTo(room, inside),
      onLeave: (room) => this.chat.private.leave(room, { nick: this.oneself.nick, key: randomKey() }),
      onClose: closed,
    });
  }
}
