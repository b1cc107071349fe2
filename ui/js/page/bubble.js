/** What somebody said, as it is seen. Text from others only ever becomes text nodes. */
import { isEmoji } from './emoji.js';
import { linkify } from './linkify.js';
import { say } from '../words/words.js';
import { shows } from '../chat/visible.js';

// Bare tags only: jQuery hands anything else to the browser's parser, which costs more than the rest of a row.
const $ = window.jQuery;
const TOWER = /\p{M}{100}(?=\p{M})/gu;

/** The bubble alone; what waits to be sent looks the same. */
export function bubble(text) {
  const node = $('<div>').addClass('bubble').attr('dir', 'auto').toggleClass('emoji', isEmoji(text));
  if (!shows(text)) return node.addClass('blank').text(say('message.blank')); // Older chats took such.
  for (const { text: piece, href } of linkify(text)) {
    node[0].append(...(href ? [link(piece, href)] : shapeable(piece)));
  }
  return node;
}

/** What stays of a message that was taken back. */
export function tombstone(by) {
  return $('<div>').addClass('bubble blank').attr('dir', 'auto').text(say(by === 'host' ? 'message.goneByHost' : 'message.gone'));
}

/**
 * The text in nodes that a browser can shape. Marks upon one letter take it time with the square of
 * their number: minutes for the longest message that a chat can be made to take. No writing of
 * people has as many as TOWER; a <wbr> between them changes nothing of the text.
 */
export function* shapeable(text) {
  let start = 0;
  for (const { index, 0: { length } } of text.matchAll(TOWER)) {
    yield document.createTextNode(text.slice(start, index + length));
    yield document.createElement('wbr');
    start = index + length;
  }
  yield document.createTextNode(text.slice(start));
}

function link(text, href) {
  const anchor = document.createElement('a');
  Object.assign(anchor, { href, target: '_blank', rel: 'noopener noreferrer' });
  anchor.append(...shapeable(text));
  return anchor;
}
