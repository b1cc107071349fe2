/**
 * Finds addresses in text. Only http and https (and www.) become links: anything else,
 * javascript: above all, stays text. Returns [{ text, href? }]; the texts joined are the input.
 */
// Control characters for the direction of text end an address: inside one they only mislead.
const CANDIDATE = /(?:https?:\/\/|\bwww\.)[^\s<>"`\u200e\u200f\u202a-\u202e\u2066-\u2069]+/giu;
const TRAILING = /[.,;:!?'’”»…*_~]$/u;
const PAIRS = new Map([[')', '('], [']', '['], ['}', '{']]);

export function linkify(text) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const address = withoutTail(match[0]);
    const href = hrefOf(address);
    if (!href) continue;
    pieces.push({ text: text.slice(end, match.index) }, { text: address, href });
    end = match.index + address.length;
  }
  pieces.push({ text: text.slice(end) });
  return pieces.filter((piece) => piece.text);
}

/** "(see http://a.example/b_(c))." links http://a.example/b_(c) only. */
function withoutTail(address) {
  let rest = address;
  while (TRAILING.test(rest) || unbalanced(rest)) rest = rest.slice(0, -1);
  return rest;
}

function unbalanced(address) {
  const close = address.at(-1);
  const open = PAIRS.get(close);
  return Boolean(open) && address.split(close).length > address.split(open).length;
}

function hrefOf(address) {
  try {
    const url = new URL(/^www\./iu.test(address) ? `http://${address}` : address);
    // http://bank.example@evil.example/ shows one host and opens another.
    return url.username || url.password || !url.hostname ? null : url.href;
  } catch {
    return null;
  }
}
