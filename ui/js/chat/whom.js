/** Whom somebody means by a name that they typed, of the people who are known here. */
import { listed, say } from '../words/words.js';
import { shownNick, tagOf } from './nicks.js';

/**
 * `text` begins with somebody's name, perhaps after an @, and with a tag as `Ada (k3f2)` or `Ada#k3f2`. Answers
 * { person, rest }, or { problem }. Of `people`, [{ member, nick }], the one with the longest name is meant.
 */
export function whom(text, people) {
  const typed = text.replace(/^@/u, '');
  const spelled = people.flatMap((person) => spellings(person).map((name) => ({ person, name })));
  const fits = spelled.filter(({ name }) => begins(typed, name));
  const longest = Math.max(0, ...fits.map(({ name }) => name.length));
  const found = fits.filter(({ name }) => name.length === longest);
  if (!found.length) return { problem: say('person.nobody', { name: typed.split(/\s/u)[0] }) };
  if (found.length > 1) return { problem: several(found) };
  const [{ person }] = found;
  return { person, rest: typed.slice(longest).trim() };
}

function spellings({ nick, member }) {
  const name = shownNick(nick);
  return [name, `${name}#${tagOf(member)}`, say('name.tagged', { nick: name, tag: tagOf(member) })];
}

/** Whether it does, and the name ends there. Capital letters are of no account. */
function begins(text, name) {
  return text.slice(0, name.length).toLowerCase() === name.toLowerCase() && !/^[^\s,:]/u.test(text.slice(name.length));
}

function several(found) {
  const [{ name }] = found;
  return say('person.several', { name, list: listed(found.map(({ person: { nick, member } }) => `${shownNick(nick)}#${tagOf(member)}`)) });
}
