/** Names behind an @ in what a message is read as (parse.js): nodes { kind: 'mention', text, mention }. */

/** Writings without spaces: every letter of theirs is an edge of a word. */
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}`;

/** What a sign stands behind that begins something; of a regular expression's class. */
export const BEFORE = String.raw`\s(\[{<"'“‘«*~|>${UNSPACED}`;

const AFTER = String.raw`(?:(?=[${UNSPACED}])|(?![\p{L}\p{N}_]))`;
const PASSED_OVER = new Set(['code', 'fence', 'link', 'marker']);

/** `mentions` are { name, … }, as the chat has found them in the same text. */
export function named(nodes, mentions) {
  if (!mentions?.length) return nodes;
  const names = [...mentions].sort((one, other) => other.name.length - one.name.length);
  const some = names.map(({ name }) => name.replace(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`)).join('|');
  const sign = new RegExp(`(^|[${BEFORE}])@(${some})${AFTER}`, 'gu');
  return within(nodes, { sign, byName: new Map(names.map((one) => [one.name, one])) });
}

function within(nodes, how) {
  return nodes.flatMap((node) => {
    if (PASSED_OVER.has(node.kind)) return [node];
    return node.children ? [{ ...node, children: within(node.children, how) }] : pieces(node.text, how);
  });
}

function pieces(text, { sign, byName }) {
  const found = [];
  let end = 0;
  for (const { index, 1: before, 2: name } of text.matchAll(sign)) {
    const start = index + before.length;
    found.push({ kind: 'text', text: text.slice(end, start) }, { kind: 'mention', text: `@${name}`, mention: byName.get(name) });
    end = start + 1 + name.length;
  }
  return [...found, { kind: 'text', text: text.slice(end) }].filter(({ text: piece }) => piece);
}
