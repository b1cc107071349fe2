/**
 * Finds addresses in text. Only http and https (and www.) become links: anything else,
 * javascript: above all, stays text. Returns [{ text, href? }]; the texts joined are the input.
 */
// Control characters for the direction of text end an address: inside one they only mislead.
const CANDIDATE = /(?:https?:\/\/|\bwww\.)[^\s<>"`\u200e\u200f\u202a-\u202e\u2066-\u2069]+/giu;
const TRAILING = new Set('.,;:!?\'’”»…*_~|');
const CLOSES = new Map([['(', ')'], ['[', ']'], ['{', '}']]);

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

/** "(see http://a.example/b_(c))." links http://a.example/b_(c) only. Each letter is seen twice. */
function withoutTail(address) {
  const surplus = surplusOf(address);
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address[end - 1];
    if (surplus.get(last) > 0) surplus.set(last, surplus.get(last) - 1);
    else if (!TRAILING.has(last)) break;
  }
  return address.slice(0, end);
}

/** How many more of each closing bracket there are than of its opening one. */
function surplusOf(address) {
  const surplus = new Map([...CLOSES.values()].map((close) => [close, 0]));
  for (const letter of address) {
    const opened = CLOSES.get(letter);
    if (opened) surplus.set(opened, surplus.get(opened) - 1);
    if (surplus.has(letter)) surplus.set(letter, surplus.get(letter) + 1);
  }
  return surplus;
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
