/**
 * The commands: what a message may begin with to do something instead, each by the same code as the button for
 * it. A further one is a line here: the list in the sheet of keys, and what is offered as one types, are made of these.
 */
import { hourOn, tomorrow } from '../chat/levels.js';
import { say } from '../words/words.js';
import { whom } from '../chat/whom.js';

const SHRUG = String.raw`¯\_(ツ)_/¯`;

export class Commanding {
  /** `openRoom`, `gathering` and `panel` (who is in a private room) do it; `on`: invite(), find(words), files(), help(). */
  constructor(commands, { chat, oneself, openRoom, gathering, panel, on }) {
    Object.assign(this, { chat, oneself, openRoom, gathering, panel, on });
    const offer = (name, about, more) => commands.offer({ name, about, ...more });
    offer('nick', 'command.nick', { takes: 'command.nickTakes', needs: true, act: (nick) => oneself.nickname.become(nick) });
    offer('me', 'command.me', { takes: 'command.meTakes', needs: true, says: (message) => ({ message, act: true }) });
    offer('msg', 'command.msg', { takes: 'command.msgTakes', needs: true, act: (rest) => this.#write(rest) });
    offer('topic', 'command.topic', { takes: 'command.topicTakes', may: () => openRoom.kept, act: (topic) => this.#entitle(topic) });
    offer('invite', 'command.invite', { takes: 'command.inviteTakes', act: (rest) => this.#invite(rest) });
    offer('mute', 'command.mute', { takes: 'command.muteTakes', act: (until) => this.#mute(until) });
    offer('search', 'command.search', { takes: 'command.searchTakes', act: (words) => on.find(words) });
    offer('files', 'command.files', { act: () => on.files() });
    offer('shrug', 'command.shrug', { takes: 'command.shrugTakes', says: (message) => ({ message: [message, SHRUG].filter(Boolean).join(' '), act: false }) });
    offer('help', 'command.help', { act: () => on.help() });
  }

  /** A conversation with one of those who are known here, and what is said in it first. */
  async #write(rest) {
    const { person, rest: message, problem } = whom(rest, this.#people);
    if (problem) return problem;
    const room = await this.gathering.begin([person.member]);
    if (message) this.chat.send({ room, nick: this.oneself.nick, message });
    this.gathering.onBegun(room);
    return null;
  }

  #entitle(topic) {
    const { openRoom } = this;
    return topic ? openRoom.decide(openRoom.name, { topic }) : openRoom.settings.open(openRoom.name);
  }

  /** Into a private room somebody is let by name; into the chat by its address. */
  async #invite(rest) {
    const { name } = this.openRoom;
    const inside = this.chat.rooms.kindOf(name) === 'private';
    if (!rest) return inside ? this.panel.open(name) : this.on.invite();
    if (!inside) return say('command.inviteAll');
    const { person, rest: more, problem } = whom(rest, this.#people);
    if (problem || more) return problem ?? say('command.inviteOne');
    return this.gathering.add(name, [person]);
  }

  /** For how long: as the bell above the messages offers it. */
  #mute(until) {
    const levels = new Map([
      ['', { level: 'nothing' }],
      [say('command.muteHour'), { level: 'nothing', until: hourOn() }],
      [say('command.muteTomorrow'), { level: 'nothing', until: tomorrow() }],
      [say('command.muteOff'), { level: 'all' }],
    ]);
    const level = levels.get(until.toLowerCase());
    return level ? this.chat.levels.set(this.openRoom.name, level) : say('command.muteWrong');
  }

  get #people() {
    return this.chat.company.others([this.oneself.member]);
  }
}
