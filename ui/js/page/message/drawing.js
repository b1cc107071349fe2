/**
 * What is marked in a message (format/parse.js), as nodes of the page. Texts only ever become text nodes.
 * The markers are in the page too, hidden: so the text of a bubble is the message as it was typed.
 */
import { marker } from './marker.js';
import { mentionNode } from './mention.js';
import { say } from '../../words/words.js';

const TOWER = /\p{M}{100}(?=\p{M})/gu;
const TAGS = { bold: 'strong', italic: 'em', struck: 's', code: 'code', quote: 'blockquote' };
const LEAVES = {
  text: ({ text }) => shapeable(text),
  link: (node) => [link(node)],
  marker: ({ text }) => [marker(text)],
  mention: (node) => [mentionNode(node)],
};

export function drawn(nodes) {
  return nodes.flatMap((node) => LEAVES[node.kind]?.(node) ?? [whole(node)]);
}

function whole(node) {
  if (node.kind === 'fence') return fence(node);
  if (node.kind === 'spoiler') return spoiler(node);
  const element = document.createElement(TAGS[node.kind]);
  if (node.kind === 'code') element.dir = 'ltr';
  element.append(...drawn(node.children));
  return element;
}

/** A button until it is pressed: see spoilers.js. What it hides is there, and takes its room. */
function spoiler({ children }) {
  const outside = made('span', 'spoiler', { 'role': 'button', 'tabindex': '0', 'aria-label': say('spoiler.show') });
  const hidden = made('span', 'spoiler-words');
  hidden.append(...drawn(children.slice(1, -1)));
  outside.append(...drawn(children.slice(0, 1)), hidden, ...drawn(children.slice(-1)));
  return outside;
}

/** Code scrolls in itself, by keys too. */
function fence({ language, children: [open, { text }, close] }) {
  const block = made('div', 'fence copyable', { dir: 'ltr' });
  const head = made('div', 'fence-head');
  const name = made('span', 'fence-language');
  const button = made('button', 'word-button copy', { 'type': 'button', 'aria-label': say('fence.copyLabel') });
  const code = made('pre', 'copy-text', { 'tabindex': '0', 'role': 'group', 'aria-label': say('fence.label', { language }) });
  name.textContent = language || say('fence.plain');
  button.textContent = say('fence.copy');
  head.append(name, button);
  code.append(...shapeable(text));
  block.append(head, marker(open.text), code, marker(close.text));
  return block;
}

function link({ text, href }) {
  const anchor = document.createElement('a');
  Object.assign(anchor, { href, target: '_blank', rel: 'noopener noreferrer' });
  anchor.append(...shapeable(text));
  return anchor;
}

function made(tag, name, attributes = {}) {
  const node = document.createElement(tag);
  node.className = name;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

/**
 * The text in nodes that a browser can shape. Marks upon one letter take it time with the square of
 * their number: minutes for the longest message that a chat can be made to take. No writing of
 * people has as many as TOWER; a <wbr> between them changes nothing of the text.
 */
export function shapeable(text) {
  const nodes = [];
  let start = 0;
  for (const { index, 0: { length } } of text.matchAll(TOWER)) {
    nodes.push(document.createTextNode(text.slice(start, index + length)), document.createElement('wbr'));
    start = index + length;
  }
  nodes.push(document.createTextNode(text.slice(start)));
  return nodes;
}
