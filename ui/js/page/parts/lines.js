/**
 * The lines of a list that others change while somebody uses it. A line that says the same is left
 * alone, with the focus, the press and the selection in it.
 */
const $ = window.jQuery;

export class Lines {
  #lines = new Map(); // key -> { said, node }

  /** `draw(item)` makes a line; `onGone()` is called where the focus was in one that is not there any more. */
  constructor(list, { draw, onGone }) {
    Object.assign(this, { list, draw, onGone });
  }

  /** `items` have a `key`, and all that their lines say. */
  show(items) {
    const focused = this.#focused();
    const before = this.#lines;
    this.#lines = new Map(items.map((item) => [item.key, this.#line(item, before.get(item.key))]));
    for (const [key, line] of before) if (this.#lines.get(key) !== line) line.node.remove();
    [...this.#lines.values()].forEach(({ node }, at) => {
      const there = this.list[0].children[at];
      if (there !== node) this.list[0].insertBefore(node, there ?? null); // Moved, it would lose the focus.
    });
    if (focused && !this.list[0].contains(document.activeElement)) this.#refocus(focused);
  }

  #line(item, before) {
    const said = JSON.stringify(item);
    return said === before?.said ? before : { said, node: $(this.draw(item))[0] };
  }

  #focused() {
    for (const [key, { node }] of this.#lines) {
      if (node.contains(document.activeElement)) return { key, at: controls(node).indexOf(document.activeElement) };
    }
    return null;
  }

  /** Never to another line's: whoever presses twice means what was there. */
  #refocus({ key, at }) {
    const line = this.#lines.get(key);
    const there = line ? controls(line.node) : [];
    const control = there[at] ?? there.at(-1);
    if (control) control.focus();
    else this.onGone();
  }
}

function controls(node) {
  return $(node).find('a[href], button').get();
}
