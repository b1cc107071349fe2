/** What is loaded when somebody first wants it, with its style. */
import { styled } from './styled.js';

/** `ask()` imports it. Null where it could not be loaded. */
export async function loaded(ask) {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // A browser's word for what could not be loaded.
    return null;
  }
}

/** The same, with its style. */
export function later(ask, style) {
  return loaded(async () => (await Promise.all([ask(), styled(style)]))[0]);
}
