/**
 * Who is about to say something, in a line over the box. Its place is always there, so that nothing
 * moves when somebody begins; and it is not read out: whoever reads by ear would hear nothing else.
 */
import { say } from '../../words/words.js';

const LONGEST = 24; // Characters of a name: one line has two, and what they do.
const NAMED = 2;

export class Typists {
  constructor(line) {
    this.line = line;
  }

  /** By their names. */
  show(nicks) {
    const words = wordsFor(nicks.map(shortened));
    if (this.line.textContent !== words) this.line.textContent = words;
  }
}

function wordsFor(nicks) {
  if (!nicks.length) return '';
  if (nicks.length > NAMED) return say('typing.many', { count: nicks.length });
  return nicks.length === NAMED ? say('typing.two', { nick: nicks[0], other: nicks[1] }) : say('typing.one', { nick: nicks[0] });
}

function shortened(nick) {
  const characters = [...nick];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : nick;
}
