/**
 * What is marked within lines: `code`, *italic*, **bold**, ~~struck~~, ||spoiler|| and links. A marker
 * holds to the end of its line; a spoiler may go over several, for what it hides would be seen else.
 * What is open is one of each kind at most: so a message is read in one pass, and nothing is nested
 * deeper than there are kinds.
 */
import { Edges } from './edges.js';
import { linkify } from './linkify.js';
import { Marks } from './marks.js';

const RUN = /\*+|~+|\|+/gu;
const TICKS = /`+/gu;

/** Nodes of `lines`, each { prefix, text }: a prefix is a marker of the line's own, and may be empty. */
export function inline(lines) {
  const marks = new Marks();
  lines.forEach(({ prefix, text }, at) => {
    if (at > 0) marks.newline();
    if (prefix) marks.add({ kind: 'marker', text: prefix });
    readLine(text, marks);
  });
  return joined(marks.nodes);
}

function readLine(line, marks) {
  const edges = new Edges(line);
  let end = 0;
  for (const { from, to, ticks } of codes(line, edges)) {
    readWords(line.slice(end, from), end, { edges, marks });
    marks.add(code(line, { from, to, ticks }));
    end = to;
  }
  readWords(line.slice(end), end, { edges, marks });
  marks.said += edges.words[line.length];
}

/** Where there is code: from so many ticks at the edge of a word to as many at the next one. */
function codes(line, edges) {
  const runs = [...line.matchAll(TICKS)].map(({ index, 0: { length } }) => ({ from: index, to: index + length, ticks: length }));
  const closing = new Map(); // Number of ticks -> the first run after this one that may close.
  for (const run of runs.slice().reverse()) {
    run.closing = closing.get(run.ticks);
    if (edges.closes(run.from, run.to)) closing.set(run.ticks, run);
  }
  const found = [];
  let end = 0;
  for (const { from, to, ticks, closing: last } of runs) {
    if (from < end || !last || !edges.opens(from, to)) continue;
    end = last.to;
    found.push({ from, to: end, ticks });
  }
  return found;
}

function code(line, { from, to, ticks }) {
  const marker = { kind: 'marker', text: '`'.repeat(ticks) };
  return { kind: 'code', children: [marker, { kind: 'text', text: line.slice(from + ticks, to - ticks) }, marker] };
}

/** A part of a line, which begins at `start` of it, without code. */
function readWords(text, start, { edges, marks }) {
  let at = start;
  for (const { text: piece, href } of linkify(text)) {
    if (href) marks.add({ kind: 'link', text: piece, href });
    else readMarks(piece, at, { edges, marks });
    at += piece.length;
    edges.linked = href ? at : null;
  }
}

function readMarks(text, start, { edges, marks }) {
  let end = 0;
  for (const { index, 0: run } of text.matchAll(RUN)) {
    marks.add({ kind: 'text', text: text.slice(end, index) });
    const from = start + index;
    const to = from + run.length;
    marks.meet(run, { opens: edges.opens(from, to), closes: edges.closes(from, to), said: edges.words[from] });
    end = index + run.length;
  }
  marks.add({ kind: 'text', text: text.slice(end) });
}

/** What stands as text beside text is one. */
function joined(nodes) {
  const found = [];
  let texts = [];
  const flush = () => {
    const text = texts.join('');
    texts = [];
    if (text) found.push({ kind: 'text', text });
  };
  for (const node of nodes) {
    if (node.kind === 'text') texts.push(node.text);
    else {
      flush();
      found.push(node.children ? { ...node, children: joined(node.children) } : node);
    }
  }
  flush();
  return found;
}
