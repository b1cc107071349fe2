/** What this page knows of people and rooms, as the search needs it. */
import { isPrivate } from '../../chat/room-name.js';
import { say } from '../../words/words.js';

const QUOTE = '"'; // Stands around what has spaces, and so in nothing.

export class Known {
  constructor(chat) {
    this.chat = chat;
  }

  /** Whose words are folded away, be it for everybody: `also` are those of whom the answer says so. */
  hides(entry, also) {
    return !this.chat.isMine(entry) && (this.chat.ignores(entry.member) || also.has(entry.member));
  }

  shared(nick) {
    return this.chat.nicks.shared(nick);
  }

  /** What was found tells names, too, of whoever is not known by a newer one. */
  meet(entries) {
    this.chat.people.hearOf(entries, { long: true });
  }

  get room() {
    const { name } = this.chat.log;
    return { name, ...this.about(name) };
  }

  about(name) {
    const { rooms } = this.chat;
    return { title: rooms.titleOf(name), kind: rooms.kindOf(name) };
  }

  /** Whose words can be looked for, those heard of last first: what is typed, and what they are called. */
  get people() {
    const others = this.chat.company.others([]).map(({ nick }) => ({ value: nick, title: nick }));
    return [{ value: 'me', title: say('search.me') }, ...others.filter(({ value }) => !value.includes(QUOTE))];
  }

  /** The same of rooms: a private one by its title, if it has one. */
  get rooms() {
    const { rooms } = this.chat;
    return rooms.names.map((name) => {
      const { title, kind } = this.about(name);
      return { value: isPrivate(name) && kind !== 'direct' && !title.includes(QUOTE) ? title : name, title };
    });
  }
}
