/** What is loaded when somebody first wants it, with its style. */
import { styled } from './styled.js';

/** `ask()` imports it. Null where it could not be loaded. */
export async function later(ask, style) {
  try {
    const [script] = await Promise.all([ask(), styled(style)]);
    return script;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // A browser's word for what could not be loaded.
    return null;
  }
}
