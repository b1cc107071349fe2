/**
 * What of a message is shown where it was found: all of a short one, of a long one where the most of the
 * words are that were looked for. The server counts characters of Unicode, and so does this: never the
 * halves of which a script's text is made.
 */
const MOST = 420; // Characters that are shown.
const BEFORE = 80; // Of these before the first word.
const LINES = 8;
const LINES_BEFORE = 2;
const JOINS = /^[\u200d\ufe0e\ufe0f\p{M}\p{Emoji_Modifier}]$/u; // Stands upon the character before it.
const JOINER = '\u200d';

/** Pieces { text, marked } whose texts are what is shown, and whether something before or after is not. */
export function excerpt(text, marks) {
  const all = Array.from(text);
  const [begin, end] = isLong(all) ? stretch(all, densest(marks)) : [0, all.length];
  const shown = marks.filter(([from, to]) => from < end && to > begin);
  const wholes = shown.map(([from, to]) => [startOf(all, Math.max(from, begin), begin), endOf(all, Math.min(to, end), end)]);
  return { pieces: [...pieces(all, begin, end, wholes)], before: begin > 0, after: end < all.length };
}

function isLong(all) {
  return all.length > MOST || all.filter((char) => char === '\n').length >= LINES;
}

/** Where the most marks follow each other so closely that they are seen together. */
function densest(marks) {
  const near = ([from]) => marks.filter(([begin, end]) => begin >= from && end <= from + MOST - BEFORE).length;
  return marks.reduce((best, mark) => (near(mark) > near(best) ? mark : best), marks[0] ?? [0])[0];
}

function stretch(all, first) {
  let begin = Math.max(0, Math.min(first - BEFORE, all.length - MOST));
  for (let at = first - 1, lines = 0; at >= begin; at -= 1) {
    if (all[at] === '\n') lines += 1;
    if (lines > LINES_BEFORE) begin = at + 1;
  }
  let end = begin;
  for (let lines = 0; end < all.length && end < begin + MOST; end += 1) {
    if (all[end] === '\n') lines += 1;
    if (lines === LINES) break;
  }
  return [begin, end];
}

/** No mark goes through what is seen as one sign: an emoji of several, a letter and what stands on it. */
function startOf(all, from, least) {
  let at = from;
  while (at > least && isInside(all, at)) at -= 1;
  return at;
}

function endOf(all, to, most) {
  let at = to;
  while (at < most && isInside(all, at)) at += 1;
  return at;
}

function isInside(all, at) {
  return JOINS.test(all[at]) || all[at - 1] === JOINER;
}

function* pieces(all, begin, end, marks) {
  let at = begin;
  for (const [from, to] of marks) {
    const start = Math.max(at, from);
    if (start > at) yield { text: all.slice(at, start).join(''), marked: false };
    if (to > start) yield { text: all.slice(start, to).join(''), marked: true };
    at = Math.max(at, to);
  }
  if (at < end) yield { text: all.slice(at, end).join(''), marked: false };
}
