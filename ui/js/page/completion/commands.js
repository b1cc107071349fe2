/** Commands behind a `/` with which a message begins: those that one may use now. */
import { rank } from './marked.js';
import { written } from '../../chat/commands.js';

/** `commands()` answers [{ name, takes, about }]. */
export function commandSource(commands) {
  return {
    sign: '/',
    begins: true,
    find: (typed) => commands()
      .filter(({ name }) => rank(name, typed) === 0)
      .map(({ name, takes, about }) => ({ text: written(name), label: [written(name), takes].filter(Boolean).join(' '), hint: about, picture: '/' })),
  };
}
