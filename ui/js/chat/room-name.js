/** The server's rule for names of rooms, roughly, said before a request is spent on it. */
import { say } from '../words/words.js';

const RULE = /^[\p{L}\p{M}\p{N}\u200c\u200d_-]{1,64}$/u;
const LONGEST = 64;

export const LOBBY = 'lobby';

/** A sentence about what is wrong with `name`, or null. */
export function roomNameProblem(name) {
  if (RULE.test(name)) return null;
  if (!name) return say('room.nameMissing');
  if ([...name].length > LONGEST) return say('room.nameTooLong', { count: LONGEST });
  return say('room.nameWrong');
}
