/** A message in the words of a notification. */
import { say } from '../../words/words.js';
import { shownNick } from '../../chat/nicks.js';
import { toldOf } from '../../chat/told.js';

const LONGEST = 300; // Characters of it; more is cut off by systems, and by our window.

export function noted({ nick, message, files, act = false, named = false }) {
  const values = { nick: shownNick(nick), message: [...toldOf({ message, files })].slice(0, LONGEST).join('') };
  return say((act && 'notify.act') || (named && 'notify.named') || 'notify.text', values);
}
