/** Where what somebody types stands in a text, whatever accents and capitals that has. */
import { plain } from '../parts/plain.js';

const WORD = /[\s·(/_-]/u; // What a word stands behind.

/** How good a place that is: 0 at the beginning, 1 at that of a word, 2 within one; null where it is nowhere. */
export function rank(text, typed) {
  const found = find(text, typed);
  if (!found) return null;
  if (found.from === 0) return 0;
  return WORD.test(text[found.from - 1]) ? 1 : 2;
}

/** The text as nodes, the typed part marked. */
export function marked(text, typed) {
  const found = typed ? find(text, typed) : null;
  if (!found) return [document.createTextNode(text)];
  const mark = document.createElement('mark');
  mark.textContent = text.slice(found.from, found.to);
  return [document.createTextNode(text.slice(0, found.from)), mark, document.createTextNode(text.slice(found.to))];
}

/** The best place: at the beginning of a word, if there is one. */
function find(text, typed) {
  const wanted = plain(typed);
  if (!wanted) return { from: 0, to: 0 };
  const places = [];
  const letters = lettersOf(text);
  const whole = letters.map(({ letter }) => letter).join('');
  for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + 1)) {
    places.push({ from: letters[at].at, to: letters[at + wanted.length - 1].end });
  }
  return places.find(({ from }) => from === 0 || WORD.test(text[from - 1])) ?? places[0] ?? null;
}

/** Each letter as it is compared, with where it stands: one may be compared as several, or as none. */
function lettersOf(text) {
  let at = 0;
  return [...text].flatMap((char) => {
    const start = at;
    at += char.length;
    const compared = char.trim() ? plain(char) : ' ';
    return [...compared].flatMap((letter) => letter.split('')).map((letter) => ({ letter, at: start, end: at }));
  });
}
