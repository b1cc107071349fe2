/** A message in one line, as it is told above an answer to it. */
import { plainWords } from './plain-words.js';

const CHARACTERS = 200; // A line has room for fewer.
const MARKS = /(\p{M}{8})\p{M}+/gu; // A tower of them would stand in other lines.

/** Read as a whole first: of what is cut off before, a marker's counterpart may be missing, and a spoiler seen. */
export function lineOf(message) {
  const words = plainWords(message);
  return [...words.slice(0, 2 * CHARACTERS)].slice(0, CHARACTERS).join('').replace(/\s+/gu, ' ').replace(MARKS, '$1').trim();
}
