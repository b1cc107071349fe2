/** A message in the words of a notification. */
import { plainWords } from '../../format/plain-words.js';
import { say } from '../../words/words.js';
import { shownNick } from '../../chat/nicks.js';

const LONGEST = 300; // Characters of it; more is cut off by systems, and by our window.

export function noted({ nick, message, act = false, named = false }) {
  const values = { nick: shownNick(nick), message: [...plainWords(message)].slice(0, LONGEST).join('') };
  return say((act && 'notify.act') || (named && 'notify.named') || 'notify.text', values);
}
