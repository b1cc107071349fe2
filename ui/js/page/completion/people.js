/** People behind an `@`: those who are here first, of them who spoke last. */
import { initialOf, shownNick, tagOf, toneOf } from '../../chat/nicks.js';
import { rank } from './marked.js';
import { say } from '../../words/words.js';

const WITHIN = 2; // Letters from which on they are also looked for within words.
const CLOSE = /[\n@]/u; // In no name that can be written in a line.

/** `people()` answers [{ member, nick, here, away }] in their order, `shared(nick)` whether two go by that name. */
export function peopleSource({ people, shared }) {
  return {
    sign: '@',
    spaces: true,
    find: (typed) => people()
      .filter(({ nick }) => !CLOSE.test(nick) && fits(nick, typed))
      .sort((one, other) => other.here - one.here)
      .map((person) => row(person, shared(person.nick))),
  };
}

/** A name as it is written behind the @: with the tag where another looks the same. */
export function written({ nick, member }, shared) {
  return shared ? `${nick}#${tagOf(member)}` : nick;
}

function row(person, shared) {
  const { member, nick, away } = person;
  const name = shownNick(nick);
  const hint = [shared ? tagOf(member) : '', away ? say('here.away') : ''].filter(Boolean).join(' · ');
  return { text: `@${written(person, shared)}`, label: name, hint, picture: initialOf(name), tone: toneOf(member) };
}

function fits(nick, typed) {
  const place = rank(nick, typed);
  return place !== null && (place < 2 || typed.length >= WITHIN);
}
