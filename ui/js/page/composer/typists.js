/**
 * Who is about to say something, in a line over the box. Its place is always there, so that nothing
 * moves when somebody begins; and it is not read out: whoever reads by ear would hear nothing else.
 */
import { isolated, nodes } from '../../words/words.js';

const LONGEST = 24; // Characters of a name: one line has two, and what they do.
const NAMED = 2;

export class Typists {
  constructor(line) {
    this.line = line;
  }

  /** By their names. */
  show(nicks) {
    const words = wordsFor(nicks.map((nick) => isolated(shortened(nick))));
    const text = words.map(({ textContent }) => textContent).join('');
    if (this.line.textContent !== text) this.line.replaceChildren(...words);
  }
}

function wordsFor(nicks) {
  if (!nicks.length) return [];
  if (nicks.length > NAMED) return nodes('typing.many', { count: nicks.length });
  return nicks.length === NAMED ? nodes('typing.two', { nick: nicks[0], other: nicks[1] }) : nodes('typing.one', { nick: nicks[0] });
}

function shortened(nick) {
  const characters = [...nick];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : nick;
}
