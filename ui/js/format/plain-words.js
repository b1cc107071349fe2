/** A message where it is only told of: in a line, a notification, a waiting window. Nothing is marked there, and what a spoiler hides stays hidden. */
import { parse } from './parse.js';
import { say } from '../words/words.js';

/** Its words without the markers that are seen as what they do; a text that is no message any more has none. */
export function plainWords(message) {
  return parse(message).map(wordsOf).join('');
}

/** Everything of a node as it was typed. */
export function typed(node) {
  return node.children ? node.children.map(typed).join('') : node.text;
}

function wordsOf(node) {
  if (node.kind === 'spoiler') return say('format.spoiler');
  if (node.children) return node.children.map(wordsOf).join('');
  if (node.kind === 'marker') return node.text.includes('\n') ? '\n' : ''; // A block begins or ends.
  return node.text;
}
