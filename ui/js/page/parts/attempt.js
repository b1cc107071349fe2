/** What is asked of the chat, and why it was refused, or had no answer. A mistake of the page is neither. */
import { refusal } from '../../line/api-error.js';

/** Why it did not work, in a sentence; else what `act` answers. */
export async function attempted(act) {
  try {
    return await act();
  } catch (error) {
    return refusal(error).description;
  }
}

/** `tell` is told why it did not work; '' where it is done. */
export async function attempt(act, tell) {
  tell((await attempted(async () => { await act(); })) ?? '');
}

/** Tells so of what news ask for: it takes back what it said itself, and not why something else was refused. */
export function renewal(problem) {
  let said = '';
  return (words) => {
    if (words || problem.text() === said) problem.text(words);
    said = words;
  };
}
