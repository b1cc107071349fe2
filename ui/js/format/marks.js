/** The markers of lines that are read, what each of them opens, and what comes to be inside of it. */
const MOST = 500; // Pairs in a message: what is marked after that stays as it is typed, for each costs a browser more than its words.
const STAR = { 1: 'italic', 2: 'bold' };
const PAIRS = { '~~': 'struck', '||': 'spoiler' };

export class Marks {
  nodes = [];
  said = 0; // How much is said in the lines before this one.
  #open = []; // { sign, count, at: its place in `nodes`, said }
  #pairs = 0;

  add(node) {
    this.nodes.push(node);
  }

  newline() {
    this.add({ kind: 'text', text: '\n' });
    this.#open = this.#open.filter(({ sign }) => sign === '|');
  }

  /** A `run` of one sign. `said` is how much its line says before it. */
  meet(run, { opens, closes, said }) {
    if (!isMarker(run)) return this.#type(run);
    const rest = closes ? this.#close({ sign: run[0], count: run.length, said: this.said + said }) : run.length;
    if (rest === 0) return undefined;
    if (rest === run.length && opens) this.#begin(run, this.said + said);
    return this.#type(run[0].repeat(rest));
  }

  #type(text) {
    this.add({ kind: 'text', text });
  }

  #begin(run, said) {
    this.#reopen({ sign: run[0], count: run.length, at: this.nodes.length, said });
  }

  /** The one before that is as long can close no more. */
  #reopen(opener) {
    this.#open = this.#open.filter(({ sign, count }) => sign !== opener.sign || count !== opener.count);
    this.#open.push(opener);
  }

  /** Closes what a run of `count` signs can close, the innermost first; how many are left of it. */
  #close({ sign, count, said }) {
    for (let at = this.#open.length - 1; at >= 0 && count > 0; at -= 1) {
      const opener = this.#open[at];
      const width = opener.sign === sign && opener.said < said && this.#pairs < MOST ? widthOf(opener.count, count) : 0;
      if (width > 0) {
        this.#enclose(at, width);
        count -= width;
        at = this.#open.length; // Of three stars one or two may be left.
      }
    }
    return count;
  }

  #enclose(index, width) {
    const opener = this.#open[index];
    const marker = { kind: 'marker', text: opener.sign.repeat(width) };
    const [, ...inside] = this.nodes.splice(opener.at);
    const kind = opener.sign === '*' ? STAR[width] : PAIRS[marker.text];
    const count = opener.count - width;
    if (count > 0) this.#type(opener.sign.repeat(count));
    this.add({ kind, children: [marker, ...inside, marker] });
    this.#open.length = index;
    if (count > 0) this.#reopen({ ...opener, count });
    this.#pairs += 1;
  }
}

function isMarker(run) {
  return run[0] === '*' ? run.length <= 3 : run.length === 2;
}

/** How many signs a run of `closing` takes from one of `opening`: 0 if it is not its counterpart. */
function widthOf(opening, closing) {
  if (opening === 3) return Math.min(closing, 2);
  return opening === closing || closing === 3 ? opening : 0;
}
