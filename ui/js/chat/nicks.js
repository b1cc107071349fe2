/**
 * Who goes by which name. Two members with the same name, or one that only looks the same, are
 * told apart by a short tag of their ids.
 */
import { LOOKALIKES } from './lookalikes.js';
import { say } from '../words/words.js';
import { shows } from './visible.js';

const CAPACITY = 4000; // Looks remembered, two for each name; the one unused for longest goes first.
const INVISIBLE_OR_MARK = /[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]/gu;
const LOOKS = new Map(Object.entries(LOOKALIKES).flatMap(([look, chars]) => [...chars].map((char) => [char, look])));

const TONES = 8; // As many as conversation.css has.

const UNKNOWN = say('unknown');

export class Nicks {
  #members = new Map(); // look -> Set of member

  /** Remembers; true when this made a name shared that was not before. */
  note(nick, member) {
    return looksOf(nick).map((look) => this.#note(look, member)).some(Boolean);
  }

  #note(look, member) {
    const members = this.#members.get(look) ?? new Set();
    const before = members.size;
    if (before < 3) members.add(member);
    this.#members.delete(look);
    this.#members.set(look, members);
    if (this.#members.size > CAPACITY) this.#members.delete(this.#members.keys().next().value);
    return before === 1 && members.size === 2;
  }

  /** A name as text alone says it: with the tag where another looks the same. */
  called({ nick, member }) {
    const tagged = Boolean(member) && this.shared(nick);
    return tagged ? say('name.tagged', { nick: shownNick(nick), tag: tagOf(member) }) : shownNick(nick);
  }

  shared(nick) {
    return looksOf(nick).some((look) => (this.#members.get(look)?.size ?? 0) > 1);
  }
}

/**
 * The name as an eye sees it, no accents, nothing invisible, one form of each letter: in small
 * letters, and by what the letters look like as they stand, for I looks like l and i does not.
 */
function looksOf(nick) {
  const letters = shownNick(nick).normalize('NFKD').replace(INVISIBLE_OR_MARK, '');
  const look = [...letters].map((letter) => LOOKS.get(letter) ?? letter).join('');
  return [...new Set([letters.toLowerCase(), look.toLowerCase()])];
}

/** A name of nothing but invisible characters is no name. */
export function shownNick(nick) {
  return shows(nick ?? '') ? nick : UNKNOWN;
}

export function tagOf(member) {
  return member.slice(0, 4);
}

/** A steady colour for a member: one of the tones. */
export function toneOf(member) {
  let sum = 7;
  for (const letter of member) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return sum % TONES;
}

/** What stands in the picture of somebody who is called so. */
export function initialOf(nick) {
  return (nick.match(/[\p{L}\p{N}]/u)?.[0] ?? '?').toUpperCase();
}
