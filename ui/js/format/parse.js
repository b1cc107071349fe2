/**
 * What is marked in a message, as a tree. Its nodes are { kind, text } for what is read ('text', 'link'
 * with its href) and for what only marks ('marker'); { kind, children } for 'bold', 'italic', 'struck',
 * 'spoiler', 'code', 'quote' and, with its language, 'fence'. The texts of a tree, its markers with
 * them, are the message as it was typed, letter by letter. No other text has a meaning: headings, lists,
 * images, HTML and _ stay as they are.
 */
import { inline } from './inline.js';
import { linkify } from './linkify.js';

const PLAIN = /^[^*~|`>]*$/u;
const FENCE = /^(`{3,})([^`]*)$/u;
const LANGUAGE = /^[\p{L}\p{N}+#._-]{1,20}$/u;
const QUOTE = /^> ?/u;
const QUOTED = /^>(?: |$)/u;

export function parse(message) {
  if (PLAIN.test(message)) return pieces(message);
  return new Blocks(message.split('\n')).nodes;
}

function pieces(text) {
  return linkify(text).map((piece) => ({ kind: piece.href ? 'link' : 'text', ...piece }));
}

/** Lines that are code, lines that are quoted, and the others. */
class Blocks {
  nodes = [];
  #plain = []; // Lines that are none of both.
  #empty = 0; // Up to this line only the signs of quotes stand, and nothing behind them.

  constructor(lines) {
    this.lines = lines;
    this.ticks = ticksFrom(lines);
    for (let at = 0; at < lines.length;) at = this.#take(at);
    this.#flush(this.lines.length);
  }

  /** The number of the next line. */
  #take(at) {
    const fence = this.#fence(at);
    if (fence) return this.#put(at, fence.end, fence.node);
    const end = this.#quoted(at);
    if (end > at) return this.#put(at, end, quote(this.lines.slice(at, end)));
    this.#plain.push({ prefix: '', text: this.lines[at] });
    return at + 1;
  }

  /** Breaks around a block are what it is itself. */
  #put(at, end, node) {
    this.#flush(at);
    this.nodes.push(node);
    let after = end;
    while (after < this.lines.length && this.lines[after].trim() === '') after += 1;
    const gap = this.lines.slice(end, after).map((line) => `\n${line}`).join('') + (after < this.lines.length ? '\n' : '');
    if (gap) this.nodes.push({ kind: 'marker', text: gap });
    return after;
  }

  /** What was plain up to the line `next`, which may be the end. */
  #flush(next) {
    if (!this.#plain.length) return;
    this.nodes.push(...inline(this.#plain));
    this.#plain = [];
    if (next < this.lines.length) this.nodes.push({ kind: 'marker', text: '\n' });
  }

  /** From so many ticks to as many at the end of a later line; nothing where these are missing. */
  #fence(at) {
    const [, ticks, info] = FENCE.exec(this.lines[at]) ?? [];
    if (!ticks || this.ticks[at + 1] < ticks.length) return null;
    let last = at + 1;
    while (ticksAt(this.lines[last]) < ticks.length) last += 1;
    const node = fence(this.lines.slice(at, last + 1), { ticks, info });
    return node && { node, end: last + 1 };
  }

  /** The end of the lines that are quoted from here on. */
  #quoted(at) {
    if (at < this.#empty) return at;
    let end = at;
    let said = false;
    while (end < this.lines.length && QUOTED.test(this.lines[end])) {
      said ||= this.lines[end].length > 2;
      end += 1;
    }
    if (!said) this.#empty = end;
    return said ? end : at;
  }
}

/** How many ticks a line ends with. */
function ticksAt(line) {
  const words = line.trimEnd();
  let from = words.length;
  while (words[from - 1] === '`') from -= 1;
  return words.length - from;
}

/** The most of them from each line on: nothing is looked for that is not there. */
function ticksFrom(lines) {
  const most = new Uint32Array(lines.length + 1);
  for (let at = lines.length - 1; at >= 0; at -= 1) most[at] = Math.max(most[at + 1], ticksAt(lines[at]));
  return most;
}

function fence(lines, { ticks, info }) {
  const word = info.trim();
  const language = LANGUAGE.test(word) ? word : '';
  const open = language || !word ? `${lines[0]}\n` : ticks;
  const last = lines[lines.length - 1];
  const head = last.slice(0, last.trimEnd().length - ticksAt(last));
  const close = (head ? '' : '\n') + last.slice(head.length);
  const whole = lines.join('\n');
  const text = whole.slice(open.length, Math.max(open.length, whole.length - close.length));
  if (!text.trim()) return null;
  return { kind: 'fence', language, children: [{ kind: 'marker', text: open }, { kind: 'text', text }, { kind: 'marker', text: close }] };
}

function quote(lines) {
  const parts = lines.map((line) => {
    const [prefix] = QUOTE.exec(line);
    return { prefix, text: line.slice(prefix.length) };
  });
  return { kind: 'quote', children: inline(parts) };
}
