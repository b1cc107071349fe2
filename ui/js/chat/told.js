/** What a message says where it is only told of: its words as they are meant, else the names of its files. */
import { lineOf } from '../format/line.js';
import { plainWords } from '../format/plain-words.js';
import { say } from '../words/words.js';

export function toldOf({ message, files }) {
  return message ? plainWords(message) : namesOf(files);
}

/** The same in one line. */
export function toldInLine({ message, files }) {
  return message ? lineOf(message) : namesOf(files);
}

/** Empty where it has none. */
export function namesOf(files = []) {
  const [first] = files;
  return first ? say('files.summary', { name: first.name, more: files.length - 1, count: files.length }) : '';
}
