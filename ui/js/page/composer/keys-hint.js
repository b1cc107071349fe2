/** Below the box: which keys send and break the line. */
import { keyWords } from '../parts/shortcuts.js';
import { nodes } from '../../words/words.js';

const $ = window.jQuery;

/** `sends` says whether Return alone does. */
export function hintKeys(root, sends) {
  const values = { send: key(sends ? 'box.return' : 'box.send'), line: key(sends ? 'box.break' : 'box.return') };
  $(root).empty().append(nodes('composer.keys', values));
}

function key(name) {
  return $('<kbd>').text(keyWords(name))[0];
}
