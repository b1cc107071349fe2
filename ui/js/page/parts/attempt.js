/**
 * Does what is asked of the chat. `tell` is told why it was refused, or had no answer; '' where it is done.
 * A mistake of the page is neither.
 */
export async function attempt(act, tell) {
  try {
    await act();
    tell('');
  } catch (error) {
    if (error.status === undefined) throw error;
    tell(error.description);
  }
}

/** Tells so of what news ask for: it takes back what it said itself, and not why something else was refused. */
export function renewal(problem) {
  let said = '';
  return (words) => {
    if (words || problem.text() === said) problem.text(words);
    said = words;
  };
}
