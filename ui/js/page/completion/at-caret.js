/** What somebody types at the caret that may be completed, by the sign that it begins with. */
import { BEFORE } from '../../format/named.js';

const LONGEST = 40; // Characters behind a sign.
const FENCE = /^\s*`{3}/u;
// A sign begins something at the edge of a word; in writings without spaces every letter is one.
const EDGE = new RegExp(`[${BEFORE}]$`, 'u');

/**
 * `signs` says by its signs how far that goes: `begins`, only where the text begins with it; `spaces`, also
 * over several words. Answers { sign, typed, start } or null. In code nothing is completed.
 */
export function typedAt(text, caret, signs) {
  const begin = text.lastIndexOf('\n', caret - 1) + 1;
  const line = text.slice(begin, caret);
  for (let at = line.length - 1; at >= Math.max(0, line.length - 1 - LONGEST); at -= 1) {
    const sign = line[at];
    const rule = signs.get(sign);
    if (rule && fits({ rule, start: begin + at, before: line.slice(0, at), typed: line.slice(at + 1) })) {
      return isCode(text.slice(0, begin), line.slice(0, at)) ? null : { sign, typed: line.slice(at + 1), start: begin + at };
    }
  }
  return null;
}

function fits({ rule, start, before, typed }) {
  if (rule.begins ? start > 0 : before && !EDGE.test(before)) return false;
  return rule.spaces ? !/^\s|\s{2}/u.test(typed) : !/\s/u.test(typed);
}

/** In a fence that is open, or behind a tick that none of its line closes. */
function isCode(lines, before) {
  const fences = lines.split('\n').filter((line) => FENCE.test(line)).length;
  return fences % 2 === 1 || before.split('`').length % 2 === 0;
}
