/**
 * What is copied from several messages says who wrote what, and when; of the first and the last one
 * only the part that is selected. Within one message the browser copies as ever.
 */
import { isField } from './field.js';
import { clockTime } from './times.js';
import { say } from '../words/words.js';

/**
 * What is selected in `root`, wherever the selection begins and the focus is; what stands around the
 * messages is the page's, and is left out. `entryOf(row)` answers the message that a row shows,
 * `called(entry)` who said it.
 */
export function copyable(root, { entryOf, called }) {
  document.addEventListener('copy', (event) => {
    if (isField(event.target)) return;
    const lines = selectedIn(root, { entryOf, called });
    if (lines.length < 2) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', lines.map(({ words }) => words).join('\n'));
    event.clipboardData.setData('text/html', lines.map(({ html }) => html).join('\n'));
  });
}

function selectedIn(root, { entryOf, called }) {
  const selection = window.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return [];
  const range = selection.getRangeAt(0);
  const rows = [...root.querySelectorAll('.row:not(.pending):not(.event):not(.ignored)')].filter((row) => range.intersectsNode(row));
  return rows.map((row) => [entryOf(row), partOf(row.querySelector('.bubble'), range)])
    .filter(([, text]) => text)
    .map(([entry, text]) => line(entry, { nick: called(entry), text }));
}

/** What of `node` is in `range`. */
function partOf(node, range) {
  if (!range.intersectsNode(node)) return '';
  const part = document.createRange();
  part.selectNodeContents(node);
  if (part.compareBoundaryPoints(Range.START_TO_START, range) < 0) part.setStart(range.startContainer, range.startOffset);
  if (part.compareBoundaryPoints(Range.END_TO_END, range) > 0) part.setEnd(range.endContainer, range.endOffset);
  return part.toString().trim();
}

function line({ time }, { nick, text }) {
  const words = say('message.copied', { nick, time: clockTime(time), text });
  const node = document.createElement('p');
  node.textContent = words; // From here on it is text, whatever stands in it.
  node.style.whiteSpace = 'pre-wrap';
  return { words, html: new XMLSerializer().serializeToString(node) };
}
