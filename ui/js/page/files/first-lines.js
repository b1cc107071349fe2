/**
 * The first lines of a text, below its name. They are asked for when their place comes into view, few at
 * a time, and kept as long as the page knows the message; that place is there before, so nothing moves.
 * Whatever a file says it is, its lines are others' text, and stay text.
 */
import { addressOf } from './address.js';
import { beginning } from '../../line/beginning.js';
import { outlived } from '../../line/api-error.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const BYTES = 2048;
const AT_ONCE = 2; // What people do comes before: browsers have six connections.
const LINES = 5;
const LINE = 16; // Characters of a short line: room for one too many is better than one too few.
const WIDTH = 48; // Characters that a line has room for, about.

const kept = new WeakMap(); // A message's file -> how it begins.
const shownFor = new WeakMap(); // node -> file
const wanted = new Set(); // Nodes in view.
const going = new Set(); // Nodes whose lines are on the way.

const watcher = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    if (isIntersecting && !going.has(target)) wanted.add(target);
    else wanted.delete(target); // Whoever scrolls by does not ask.
  }
  next();
});

export function firstLines(file) {
  const text = $('<pre dir="auto">');
  const more = $('<button type="button" class="word-button text-more">').text(say('files.more')).attr({ 'aria-label': say('files.moreOf', { name: file.name }), 'data-file': file.id });
  const lines = Math.min(LINES, Math.ceil(file.size / LINE));
  const node = $('<div class="text-lines" aria-live="off">').css('--lines', lines).append(text, more.prop('hidden', file.size <= WIDTH));
  shownFor.set(text[0], file);
  if (kept.has(file)) text.text(kept.get(file));
  else watcher.observe(text[0]);
  return node;
}

function next() {
  while (going.size < AT_ONCE && wanted.size) {
    const node = [...wanted].at(-1); // What came into view last is looked at.
    wanted.delete(node);
    if (node.isConnected) load(node, shownFor.get(node));
  }
}

/** Where it does not come the place stays empty, and is tried when it comes into view again. */
async function load(node, file) {
  going.add(node);
  try {
    const text = await beginning(addressOf(file), { bytes: BYTES, type: file.type });
    kept.set(file, text);
    watcher.unobserve(node);
    $(node).text(text);
  } catch (error) {
    outlived(error);
  } finally {
    going.delete(node);
    next();
  }
}
