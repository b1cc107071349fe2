/** The server's rule for names of rooms, roughly, said before a request is spent on it. */
import { say } from '../words/words.js';

const RULE = /^[\p{L}\p{M}\p{N}\u200c\u200d_-]+$/u;

export const LOBBY = 'lobby';

export const EVERY_ROOM = '*'; // All public ones, where the chat tells of them together.

export const ACTS = '@host'; // What was done to keep order: no room to talk in.

const PRIVATE = /^@(?!host$)[a-z2-7]{1,64}$/;

/** Whether only those may read it who were let in; people know it by its title. */
export function isPrivate(name) {
  return PRIVATE.test(name);
}

/** What somebody typed, or the part of an address, as a room's name: spaces are a hyphen. */
export function typedName(text) {
  return text.trim().replace(/^#/, '').trim().replace(/-*\s[-\s]*/g, '-').normalize('NFC');
}

/** Names with the same small letters are one room, as the server has it. */
export function small(name) {
  const letters = name.replaceAll('\u0130', 'i').replace(/\p{L}/gu, smallLetter);
  return letters.replaceAll('σ', 'Σ').toLowerCase().normalize('NFC');
}

function smallLetter(letter) {
  const capital = letter === 'ı' ? '' : letter.toUpperCase();
  return [...capital].length === 1 ? capital.toLowerCase() : letter;
}

/** A sentence about what is wrong with `name`, or null; the chat says how long it may be. */
export function roomNameProblem(name, longest = Infinity) {
  if (isPrivate(name)) return null;
  if (!name) return say('room.nameMissing');
  if ([...name].length > longest) return say('room.nameTooLong', { count: longest });
  return RULE.test(name) ? null : say('room.nameWrong');
}
