/** Who else is there: who types in the open room, and that one does so oneself. */
import { Here } from '../chat/here.js';
import { part } from './part.js';
import { say } from '../words/words.js';
import { shows } from '../chat/visible.js';
import { Typist } from '../chat/typist.js';
import { Typists } from '../page/typists.js';

export class Presence {
  /** `hides(member)`: what they say is nothing to read. */
  constructor({ api, chat, oneself, writing, hides }) {
    Object.assign(this, { chat, oneself, hides });
    this.here = new Here({
      told: (room) => chat.line.now.in(room),
      isPrivate: (room) => Boolean(chat.rooms.about(room)),
    });
    this.typists = new Typists(part('typists'));
    this.typist = new Typist({
      api,
      others: (room) => this.here.count(room) - 1,
      wanted: () => this.#connected,
    });
    part('message').addEventListener('input', () => {
      if (writing.composer.begins) this.typist.types(this.#room);
    });
  }

  /** Something else is so now of rooms of these names. */
  hear(names) {
    this.#meet(names);
    if (names.includes(this.#room)) this.update();
  }

  /** Another room is open, somebody is called otherwise, or the chat is not there. */
  update() {
    const typing = this.#connected ? this.here.typing(this.#room) : [];
    const others = typing.filter(({ member }) => member !== this.oneself.member && !this.hides(member));
    this.typists.show(others.map((one) => (shows(one.nick) ? this.chat.nicks.called(one) : say('typing.somebody'))));
  }

  /** Who is here can be written to and looks like others, without having said a word. */
  #meet(names) {
    const people = names.flatMap((name) => this.chat.line.now.in(name).people ?? []);
    this.chat.meet(people.filter(({ nick, bot }) => nick && !bot));
  }

  get #room() {
    return this.chat.log?.name;
  }

  get #connected() {
    return this.chat.line.state.phase === 'connected';
  }
}
