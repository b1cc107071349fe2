/**
 * What is copied to the system's clipboard. A page on plain http has no navigator.clipboard. There the
 * text is selected and the browser is told to copy.
 */
import { say } from '../../words/words.js';

const $ = window.jQuery;

/** Copies a text that need not be seen as it is; the sentence that says whether it is there. */
export async function copied(text) {
  return say((await written(text)) || copiedUnseen(text) ? 'copy.done' : 'copy.failed');
}

function copiedUnseen(text) {
  const source = $('<pre class="unseen">').text(text).appendTo(document.body);
  const done = copiedBySelection(source[0]);
  window.getSelection().removeAllRanges();
  source.remove();
  return done;
}

/** Whether the text is there. */
export async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // Not there on plain http, or not allowed: the other way may still work.
  }
}

/** What `source` says, which stays selected; whether it is there. */
export function copiedBySelection(source) {
  window.getSelection().selectAllChildren(source);
  const plain = (event) => {
    event.preventDefault(); // Without our fonts and colours.
    event.clipboardData.setData('text/plain', source.textContent);
  };
  document.addEventListener('copy', plain, { once: true });
  const done = document.execCommand('copy');
  document.removeEventListener('copy', plain);
  return done;
}
