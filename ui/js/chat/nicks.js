/**
 * Who goes by which name. Two members with the same name, or one that only looks the same, are
 * told apart by a short tag of their ids.
 */
import { say } from '../words/words.js';

const CAPACITY = 2000; // Names remembered; the one unused for longest goes first.
const INVISIBLE_OR_MARK = /[\p{C}\p{Z}\p{M}]/gu;

export const UNKNOWN = say('unknown');

export class Nicks {
  #members = new Map();

  /** Remembers; true when this made a name shared that was not before. */
  note(nick, member) {
    const look = lookOf(nick);
    const members = this.#members.get(look) ?? new Set();
    const before = members.size;
    if (before < 3) members.add(member);
    this.#members.delete(look);
    this.#members.set(look, members);
    if (this.#members.size > CAPACITY) this.#members.delete(this.#members.keys().next().value);
    return before === 1 && members.size === 2;
  }

  shared(nick) {
    return (this.#members.get(lookOf(nick))?.size ?? 0) > 1;
  }
}

/** The name as an eye sees it: no case, no accents, nothing invisible, one form of each letter. */
function lookOf(nick) {
  return shownNick(nick).normalize('NFKD').replace(INVISIBLE_OR_MARK, '').toLowerCase();
}

/** A name of nothing but invisible characters is no name. */
export function shownNick(nick) {
  const visible = (nick ?? '').replace(/[\p{C}\p{Z}]/gu, '');
  return visible ? nick : UNKNOWN;
}

export function tagOf(member) {
  return member.slice(0, 4);
}

/** A steady colour for a member: one of `count` tones. */
export function toneOf(member, count) {
  let sum = 7;
  for (const letter of member) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return sum % count;
}
