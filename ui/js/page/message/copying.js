/**
 * What is copied from several messages says who wrote what, and when; of the first and the last one
 * only the part that is selected. It is as it was typed, with its markers, also where it is part of
 * one message; what has none there the browser copies as ever.
 */
import { isField } from '../parts/field.js';
import { clockTime } from '../parts/times.js';
import { say } from '../../words/words.js';

const MARKER = '.marker';
const PAIRED = 'strong, em, s, code, .spoiler, .fence'; // What has one at its beginning and one at its end.
const UNTYPED = '.fence-head, .act-nick';

/**
 * What is selected in `root`, wherever the selection begins and the focus is; what stands around the
 * messages is the page's, and is left out. `entryOf(row)` answers the message that a row shows,
 * `called(entry)` who said it.
 */
export function copyable(root, { entryOf, called }) {
  document.addEventListener('copy', (event) => {
    if (isField(event.target)) return;
    const parts = selectedIn(root);
    if (parts.length === 1 && parts[0].marked) return put(event, { plain: parts[0].text });
    if (parts.length < 2) return;
    const lines = parts.map(({ row, text }) => [entryOf(row), text]).map(([entry, text]) => line(entry, { nick: called(entry), text }));
    put(event, { plain: lines.map(({ words }) => words).join('\n'), html: lines.map(({ html }) => html).join('\n') });
  });
}

function put(event, { plain, html = null }) {
  event.preventDefault();
  event.clipboardData.setData('text/plain', plain);
  if (html !== null) event.clipboardData.setData('text/html', html);
}

function selectedIn(root) {
  const selection = window.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return [];
  const range = selection.getRangeAt(0);
  const rows = [...root.querySelectorAll('.row:not(.pending):not(.event):not(.ignored)')].filter((row) => range.intersectsNode(row));
  return rows.map((row) => ({ row, ...partOf(row.querySelector('.bubble'), range) })).filter(({ text }) => text);
}

/** What of a bubble is in `range`, as it was typed, and whether there is a marker in that. */
function partOf(bubble, range) {
  if (!range.intersectsNode(bubble)) return { text: '', marked: false };
  const part = document.createRange();
  part.selectNodeContents(bubble);
  if (part.compareBoundaryPoints(Range.START_TO_START, range) < 0) part.setStart(range.startContainer, range.startOffset);
  if (part.compareBoundaryPoints(Range.END_TO_END, range) > 0) part.setEnd(range.endContainer, range.endOffset);
  const piece = read(part.cloneContents(), part.commonAncestorContainer === bubble);
  const all = read(bubble.cloneNode(true), true);
  return piece.seen === all.seen ? all : piece; // A marker at either end cannot be selected.
}

/** What is there only by half is copied without its markers: one of them may be missing. */
function read(piece, whole) {
  for (const node of piece.querySelectorAll(UNTYPED)) node.remove();
  for (const node of [...(whole ? [] : [piece]), ...piece.querySelectorAll(PAIRED)]) if (!isPaired(node)) dropMarkers(node);
  const marked = piece.querySelector(MARKER) !== null;
  const text = piece.textContent.trim();
  for (const node of piece.querySelectorAll(MARKER)) node.remove();
  return { text, marked, seen: piece.textContent.trim() };
}

function isPaired({ firstChild, lastChild }) {
  return firstChild !== lastChild && [firstChild, lastChild].every((node) => node instanceof Element && node.matches(MARKER));
}

function dropMarkers(node) {
  for (const child of [...node.children]) if (child.matches(MARKER)) child.remove();
}

function line({ time }, { nick, text }) {
  const words = say('message.copied', { nick, time: clockTime(time), text });
  const node = document.createElement('p');
  node.textContent = words; // From here on it is text, whatever stands in it.
  node.style.whiteSpace = 'pre-wrap';
  return { words, html: new XMLSerializer().serializeToString(node) };
}
