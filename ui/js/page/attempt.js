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
