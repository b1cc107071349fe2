/**
 * Where in a line a marker may stand: at the edges of words only, so that logs, paths, globs,
 * `2*3*4` and snake_case stay as they are typed. Each letter of a line is looked at once from either side.
 */
const OPENS = '([{<';
const CLOSES = ')]}>.,;:!?';
const QUOTES = '\'"';
const MARKS = '*~|`'; // Several markers may stand at one edge.
const TICK = '`'; // Of code there is so little in other texts that any sign beside it is an edge.
const PATH = './\\'; // A star beside one of these is a glob's.
const SPACE = /\s/u;
const BETWEEN_SPACES = /[\p{L}\p{N}\p{M}]/u; // What makes words in most writings ...
const WITHOUT_SPACES = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|\ufe0f/u; // ... but in these every letter is an edge, as an emoji is.

export class Edges {
  constructor(line) {
    this.line = line;
    const { length } = line;
    this.kinds = new Uint8Array(length);
    this.begins = new Uint8Array(length + 1); // 1 where a word may begin, by what stands before it.
    this.ends = new Uint8Array(length + 1); // 1 where one may end, by what stands after it.
    this.words = new Uint32Array(length + 1); // How much is said before it: spaces and ASCII's signs say nothing.
    this.linked = null; // Where a link ends: no sign of it is a path's.
    this.begins[0] = 1;
    this.ends[length] = 1;
    for (let at = 0; at < length; at += 1) this.#forward(at);
    for (let at = length - 1; at >= 0; at -= 1) this.ends[at] = passes(this.kinds[at], ENDING, this.ends[at + 1]);
  }

  /** Whether a marker from `from` to `to` may open something. */
  opens(from, to) {
    const { line, begins } = this;
    const edge = line[from] === TICK ? !this.#isWord(from - 1) : begins[from];
    if (!edge || to >= line.length || SPACE.test(line[to])) return false;
    if (QUOTES.includes(line[to]) && line[from - 1] === line[to]) return false; // '*' names the sign.
    return line[from] !== '*' || !(CLOSES + PATH).includes(line[to]);
  }

  /** Whether it may close something. */
  closes(from, to) {
    const { line, ends } = this;
    const edge = line[from] === TICK ? !this.#isWord(to) : ends[to];
    if (!edge || from === 0 || SPACE.test(line[from - 1])) return false;
    if (QUOTES.includes(line[from - 1]) && line[from - 1] === line[to]) return false;
    return line[from] !== '*' || from === this.linked || !(OPENS + '/\\').includes(line[from - 1]);
  }

  #isWord(at) {
    return this.kinds[at] === SAYS;
  }

  #forward(at) {
    const kind = kindAt(this.line, at);
    this.kinds[at] = kind;
    this.begins[at + 1] = passes(kind, BEGINNING, this.begins[at]);
    this.words[at + 1] = this.words[at] + (kind & SAYS ? 1 : 0);
  }
}

const EDGE = 1; // A word ends or begins at it.
const BEGINNING = 2; // It may stand between the edge and what begins there,
const ENDING = 4; // or between what ends and the edge.
const SAYS = 8;

function passes(kind, side, beyond) {
  return kind & EDGE || (kind & side && beyond) ? 1 : 0;
}

function kindAt(line, at) {
  const letter = line[at];
  if (letter > '\x7f') return SPACE.test(letter) ? EDGE : SAYS | (isEdge(line, at) ? EDGE : 0);
  if (letter <= ' ') return EDGE;
  if (MARKS.includes(letter) || QUOTES.includes(letter)) return BEGINNING | ENDING;
  if (OPENS.includes(letter)) return BEGINNING;
  if (CLOSES.includes(letter)) return ENDING;
  return /\w/u.test(letter) ? SAYS : 0;
}

/** Of a pair of surrogates both are looked at as what they make together. */
function isEdge(line, at) {
  const low = line[at] >= '\udc00' && line[at] <= '\udfff';
  const sign = String.fromCodePoint(line.codePointAt(low && at > 0 ? at - 1 : at));
  return !BETWEEN_SPACES.test(sign) || WITHOUT_SPACES.test(sign);
}
