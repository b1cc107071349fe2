import { turn } from './turn.js';

/**
 * `act` as something that may be asked for often: done once, in a turn of its own: in the one that asked
 * the browser may still have to lay out something else, and would do it twice.
 */
export function soon(act) {
  let asked = false;
  return async () => {
    if (asked) return;
    asked = true;
    await turn();
    asked = false;
    act();
  };
}
