/**
 * What somebody means by a few letters: a whole name, its beginning, that of a word in it, those of several
 * words (“gd” is General Discussion), letters within, or here and there. Accents, capitals and what is between words are of no account.
 */
import { plain } from './plain.js';

const WORD = /[\p{L}\p{N}]+/gu;
const RANKS = { whole: 0, begins: 1, word: 2, words: 3, within: 4, scattered: 5 };
const NOTHING = { rank: RANKS.whole, parts: [] };

/** A name, made ready to be looked for: a thousand are compared at each letter. */
export function findable(name) {
  const text = plain(name);
  return { text, words: [...text.matchAll(WORD)].map(({ 0: word, index }) => ({ word, index })) };
}

/** How well `letters`, plain ones, find one: { rank, parts }, less is better, `parts` are [from, to] of its text; null where they do not. */
export function found({ text, words }, letters) {
  const sought = letters.match(WORD)?.join('') ?? '';
  if (!letters) return NOTHING;
  if (text === letters) return { rank: RANKS.whole, parts: [[0, text.length]] };
  if (text.startsWith(letters)) return { rank: RANKS.begins, parts: [[0, letters.length]] };
  const one = words.find(({ word }) => sought && word.startsWith(sought));
  if (one) return { rank: RANKS.word, parts: [[one.index, one.index + sought.length]] };
  const parts = sought && beginnings(words, sought);
  if (parts) return { rank: RANKS.words, parts };
  const at = text.indexOf(letters);
  if (at >= 0) return { rank: RANKS.within, parts: [[at, at + letters.length]] };
  const scattered = sought && hereAndThere(text, sought);
  return scattered ? { rank: RANKS.scattered, parts: scattered } : null;
}

/** Where `letters` stand in their order; null where they do not. */
function hereAndThere(text, letters) {
  const parts = [];
  for (const letter of letters) {
    const at = text.indexOf(letter, parts.at(-1)?.[1] ?? 0);
    if (at < 0) return null;
    parts.push([at, at + letter.length]);
  }
  return parts;
}

/** Where `letters` are beginnings of words, in their order; null where they are not. */
function beginnings(words, letters) {
  let ways = new Map([[0, []]]); // How many letters are found -> where, up to this word.
  for (const { word, index } of words) {
    const further = new Map(ways);
    for (const [done, parts] of ways) {
      for (let length = 1; word[length - 1] !== undefined && word[length - 1] === letters[done + length - 1]; length += 1) {
        if (!further.has(done + length)) further.set(done + length, [...parts, [index, index + length]]);
      }
    }
    ways = further;
  }
  return ways.get(letters.length) ?? null;
}
