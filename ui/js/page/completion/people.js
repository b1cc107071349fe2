/** People behind an `@`: those who are here first, of them who spoke last. */
import { initialOf, shownNick, tagOf, toneOf } from '../../chat/nicks.js';
import { rank } from './marked.js';
import { say } from '../../words/words.js';

const WITHIN = 2; // Letters from which on they are also looked for within words.
const HERE = 'here'; // As the chat has it.
const OTHERS = 9; // Beside it.
const CLOSE = /[\n@]/u; // In no name that can be written in a line.

/** `people()` answers [{ member, nick, here, away }] in their order, `shared(nick)` whether two go by that name; `all()`: whether one may name all who are here. */
export function peopleSource({ people, shared, all }) {
  return {
    sign: '@',
    spaces: true,
    find: (typed) => {
      const found = people().filter(({ nick }) => !CLOSE.test(nick) && fits(nick, typed));
      const rows = found.sort((one, other) => other.here - one.here).map((person) => row(person, shared(person.nick)));
      return HERE.startsWith(typed) && all() ? [...rows.slice(0, OTHERS), everybody()] : rows;
    },
  };
}

/** A name as it is written behind the @: with the tag where another looks the same. */
function written({ nick, member }, shared) {
  return shared ? `${nick}#${tagOf(member)}` : nick;
}

function everybody() {
  return { text: `@${HERE}`, label: HERE, hint: say('complete.here'), picture: '@' };
}

function row(person, shared) {
  const { member, nick, away } = person;
  const name = shownNick(nick);
  const hint = [shared ? tagOf(member) : '', away ? say('here.away') : ''].filter(Boolean).join(' · ');
  const text = written(person, shared);
  return { text: `@${text}`, meant: { [text]: member }, label: name, hint, picture: initialOf(name), tone: toneOf(member) };
}

function fits(nick, typed) {
  const place = rank(nick, typed);
  return place !== null && (place < 2 || typed.length >= WITHIN);
}
