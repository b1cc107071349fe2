/** Whom to write to, and whom to add to a private room: chosen of those that this browser has met. */
import { Chooser } from './chooser.js';
import { say } from '../../words/words.js';

export class Gathering {
  /** `nick()` is who does it, `key()` makes one; `onBegun(room)` is told a conversation, `onAdded()` that others are in a room. */
  constructor(dialog, { api, chat, nick, key, onBegun, onAdded, onClose }) {
    Object.assign(this, { api, chat, nick, key, onBegun, onAdded });
    this.chooser = new Chooser(dialog, { shared: (name) => chat.nicks.shared(name), onClose });
  }

  writeTo() {
    const { member } = this.chat.about.you;
    this.chooser.open({
      title: say('people.write'),
      button: say('people.begin'),
      people: this.chat.company.others([member]),
      act: (people) => this.converse(people.map((person) => person.member)),
    });
  }

  /** Adds to `room`, where those `inside` are already. */
  addTo(room, inside) {
    this.chooser.open({
      title: say('people.addTo', { room: this.chat.rooms.titleOf(room) }),
      button: say('people.addThem'),
      people: this.chat.company.others(inside.map(({ member }) => member)),
      act: (people) => this.add(room, people),
    });
  }

  /** Lets these into a private room. */
  async add(room, people) {
    for (const { member } of people) await this.api.add(room, member, { nick: this.nick(), key: this.key() });
    this.onAdded();
  }

  /** Begins or finds the conversation with these members; the room. */
  begin(members) {
    return this.chat.private.direct({ members, nick: this.nick() });
  }

  /** The same; answers the way into it. */
  async converse(members) {
    const room = await this.begin(members);
    return () => this.onBegun(room);
  }
}
