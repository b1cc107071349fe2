/** A text over all of the page, as far as a page can show it. */
import { addressOf } from './address.js';
import { beginning } from '../../line/beginning.js';
import { refusal } from '../../line/api-error.js';
import { say } from '../../words/words.js';
import { sizeOf } from './sizes.js';

const $ = window.jQuery;
const MOST = 256 * 1024; // Bytes: of longer ones a phone would have too much to lay out.

export function textSheet(file) {
  const text = $('<pre class="viewer-text" dir="auto" tabindex="0" role="region">').attr('aria-label', file.name);
  const note = $('<p class="viewer-note" role="status">').text(say('files.reading'));
  fill(file, text, note);
  return $('<div class="viewer-sheet">').append(text, note);
}

async function fill(file, text, note) {
  try {
    text.text(await beginning(addressOf(file), { bytes: MOST, type: file.type }));
    note.text(file.size > MOST ? say('files.beginning', { size: sizeOf(MOST), all: sizeOf(file.size) }) : '');
  } catch (error) {
    note.text(refusal(error).description);
  }
}
