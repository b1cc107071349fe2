/**
 * What a message may begin with to do something instead: /topic, say. Whoever can do it `offer`s it; who may
 * not, just now, is not told of it. A second stroke, //topic, says that it is a message; where there would
 * be no command anyway, as in /etc/hosts, all stays as it is typed.
 */
import { listed, say } from '../words/words.js';

const COMMAND = /^\/(\p{L}[\p{L}\p{N}_-]*)(?=\s|$)\s*/u;
const ESCAPED = /^\/(?=\/\p{L}[\p{L}\p{N}_-]*(?:\s|$))/u;
const ACT = 'me'; // The name of the one that says what somebody does.

export class Commands {
  #table = new Map();

  /**
   * One more: `takes` and `about` name the words for what follows it (null: nothing does) and for what it does.
   * `needs` says that something has to follow, `may()` whether it is allowed now. One that `says(rest)` makes a message of
   * what follows: { message, act }; others `act(rest)`, and answer why not, or null, or a promise of either.
   */
  offer({ name, takes = null, needs = false, about, may = () => true, says = null, act = null }) {
    this.#table.set(name, { name, takes, needs, about, may, says, act });
  }

  /** Those that are allowed now, in order: [{ name, takes, about }] in words. */
  get offered() {
    return this.#allowed.map(({ name, takes, about }) => ({ name, takes: takes ? say(takes) : '', about: say(about) }));
  }

  /** What somebody typed: { message, act }, or { run() } which answers as `act` does, or { problem }. */
  read(text) {
    const found = COMMAND.exec(text);
    if (!found) return { message: text.replace(ESCAPED, ''), act: false };
    const [typed, name] = found;
    const command = this.#allowed.find((one) => one.name === name.toLowerCase());
    if (!command) return { problem: this.#unknown(name) };
    const rest = text.slice(typed.length).trimEnd();
    const problem = wrong(command, rest);
    if (problem) return { problem };
    return command.says ? command.says(rest) : { run: () => command.act(rest) };
  }

  get #allowed() {
    return [...this.#table.values()].filter(({ may }) => may());
  }

  #unknown(name) {
    return say('command.unknown', { command: written(name), list: listed(this.#allowed.map((one) => written(one.name))) });
  }
}

/** Whether what somebody types begins as a command does. */
export function isCommand(text) {
  return COMMAND.test(text);
}

/** What is to be typed for a message: the other way round. */
export function typedFor({ message, act }) {
  if (act) return `${written(ACT)} ${message}`;
  return isCommand(message) || ESCAPED.test(message) ? `/${message}` : message;
}

export function written(name) {
  return `/${name}`;
}

function wrong({ name, takes, needs }, rest) {
  if (!takes && rest) return say('command.nothing', { command: written(name) });
  if (!needs || rest) return null;
  return say('command.missing', { command: written(name), example: `${written(name)} ${say(takes)}` });
}
