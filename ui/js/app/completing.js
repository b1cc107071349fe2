/** What completes what is written: emoji, the people and rooms that this tab knows. */
import { commandSource } from '../page/completion/commands.js';
import { Completion } from '../page/completion/completion.js';
import { emojiSource } from '../page/completion/emoji.js';
import { part } from './part.js';
import { peopleSource } from '../page/completion/people.js';
import { roomSource } from '../page/completion/rooms.js';

const SMALL = 20; // People in a room in which everybody may name all who are here.
const SPOKEN = 500; // Of the newest messages that are here, those whose authors are offered in their order.

export class Completing {
  /** `here` knows who is here, `commands()` are those that one may use now; `onMeant(people)` hears who was chosen, { name: member }. */
  constructor({ chat, oneself, here, commands, storage, onMeant }) {
    Object.assign(this, { chat, oneself, here });
    this.completion = new Completion(part('offers-over'), {
      box: part('message'),
      sources: [
        emojiSource(storage),
        peopleSource({ people: () => this.#people, shared: (nick) => chat.nicks.shared(nick), all: () => this.#mayNameAll }),
        roomSource(() => this.#rooms),
        commandSource(commands),
      ],
      onTake: ({ meant }) => { if (meant) onMeant(meant); },
    });
  }

  /** Who spoke last first. In a private room nobody else is offered but who reads it. */
  get #people() {
    const { log, rooms, company } = this.chat;
    const present = new Map((this.here.people(log.name) ?? []).map((person) => [person.member, person]));
    const inside = rooms.about(log.name)?.with ?? [];
    const others = rooms.about(log.name) ? [...present.values(), ...inside] : [...company.others([]), ...present.values()];
    const all = new Map([...spoke(log), ...others].filter(({ member, nick }) => member && nick).map((one) => [one.member, one]));
    all.delete(this.oneself.member);
    return [...all.values()].map(({ member, nick }) => ({
      member,
      nick: company.knows(member) ? company.nickOf(member) ?? nick : nick,
      here: present.has(member),
      away: present.get(member)?.state === 'away',
    }));
  }

  /** As the chat has it: appliance/chat/mentions.py. */
  get #mayNameAll() {
    const { name } = this.chat.log;
    const count = this.here.count(name);
    return this.chat.order.keeps(name) || (count > 1 && count <= SMALL);
  }

  get #rooms() {
    const { rooms } = this.chat;
    return rooms.names.filter((name) => rooms.kindOf(name) === 'room').map((name) => ({ name, title: rooms.titleOf(name) }));
  }
}

function spoke(log) {
  return log.newest(SPOKEN).filter(({ kind }) => kind === 'message').reverse();
}
