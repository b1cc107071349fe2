/** The server's rule for names of rooms, roughly, said before a request is spent on it. */
const RULE = /^[\p{L}\p{M}\p{N}\u200c\u200d_-]{1,64}$/u;

export const LOBBY = 'lobby';

/** A sentence about what is wrong with `name`, or null. */
export function roomNameProblem(name) {
  if (RULE.test(name)) return null;
  if (!name) return 'Please type a name for the room.';
  if ([...name].length > 64) return 'That is too long: a name has at most 64 characters.';
  return 'A name has letters, digits, - and _ only, and no spaces.';
}
