/** What somebody said, as it is seen. Text from others only ever becomes text nodes. */
import { drawn } from './drawing.js';
import { isEmoji } from './emoji.js';
import { parse } from '../../format/parse.js';
import { say } from '../../words/words.js';
import { shows } from '../../chat/visible.js';

// Bare tags only: jQuery hands anything else to the browser's parser, which costs more than the rest of a row.
const $ = window.jQuery;

/** The bubble alone; what waits to be sent looks the same. `nodes` is what its text is read as. */
export function bubble(text, nodes = parse(text)) {
  const node = $('<div>').addClass('bubble').attr('dir', 'auto').toggleClass('emoji', isEmoji(text));
  if (!shows(text)) return node.addClass('blank').text(say('message.blank')); // Older chats took such.
  node[0].append(...drawn(nodes));
  return node;
}

/** The bubble of what somebody does: their `name`, a node, goes before the words, and is not of them. */
export function actBubble(text, name, nodes = parse(text)) {
  const node = bubble(text, nodes).addClass('deed').removeClass('emoji');
  node.prepend($('<span>').addClass('act-nick').append(name, ' '));
  return node;
}

/** The same as it was typed, letter by letter. */
export function typedBubble(text) {
  return $('<div>').addClass('bubble typed').attr('dir', 'auto').append(drawn([{ kind: 'text', text }]));
}

/** What stays of a message that was taken back. */
export function tombstone(by) {
  return $('<div>').addClass('bubble blank').attr('dir', 'auto').text(goneWords(by));
}

/** The same in words; `by` is who took it back. */
export function goneWords(by) {
  return say(by === 'host' ? 'message.goneByHost' : 'message.gone');
}
