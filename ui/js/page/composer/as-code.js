/**
 * Several lines that are indented have been pasted: above the box it is offered to write them as code.
 * Nothing changes by itself, and what was offered goes when the lines are not in the box any more.
 */
import { pressed } from '../parts/shortcuts.js';

const $ = window.jQuery;
const INDENTED = /^(?:\t| {2,})\S/mu;
const TICKS = '```';

export class AsCode {
  #lines = null; // What was pasted, as the box has it.

  /** `onTurn()` hears that it is offered, or not any more. */
  constructor(root, { box, form, onTurn }) {
    Object.assign(this, { root: $(root), box, onTurn });
    this.root.on('mousedown', (event) => event.preventDefault()); // The focus stays in the box.
    this.root.find('.as-code-do').on('click', () => this.#write());
    this.root.find('.quiet-button').on('click', () => this.leave());
    // Seen before it is where it goes: typing.js may bring it to the box.
    document.addEventListener('paste', ({ clipboardData }) => { this.pasted = asInBox(clipboardData?.getData('text/plain') ?? ''); }, { capture: true });
    $(box).on('input', () => this.#typed());
    $(form).on('keydown', (event) => this.#key(event));
  }

  leave() {
    this.#offer(null);
  }

  #typed() {
    const { pasted = '' } = this;
    this.pasted = '';
    if (isCode(pasted) && this.#before.endsWith(pasted) && !isOpen(this.#before.slice(0, -pasted.length))) this.#offer(pasted);
    else if (this.#lines !== null && !this.box.value.includes(this.#lines)) this.leave();
  }

  /** Up to where one writes. */
  get #before() {
    return this.box.value.slice(0, this.box.selectionEnd);
  }

  #offer(lines) {
    if (lines === this.#lines) return;
    this.#lines = lines;
    this.root.prop('hidden', lines === null);
    this.onTurn();
  }

  /** As if it were typed: it can be undone. */
  #write() {
    const { box } = this;
    const from = box.value.lastIndexOf(this.#lines);
    const to = from + this.#lines.length;
    const before = box.value[from - 1] ?? '\n';
    const after = box.value[to] ?? '\n';
    const words = `${before === '\n' ? '' : '\n'}${TICKS}\n${this.#lines.replace(/\n+$/u, '')}\n${TICKS}${after === '\n' ? '' : '\n'}`;
    this.leave();
    box.focus();
    box.setSelectionRange(from, to);
    document.execCommand('insertText', false, words);
  }

  /** Escape closes the innermost thing. */
  #key(event) {
    if (this.#lines === null || !pressed(event, 'close')) return;
    event.preventDefault();
    this.leave();
  }
}

/** As a browser writes lines into a box. */
function asInBox(text) {
  return text.replace(/\r\n?/gu, '\n');
}

/** Several lines, some of them indented, and nobody has marked them. */
function isCode(text) {
  return text.trim().includes('\n') && INDENTED.test(text) && !text.includes(TICKS);
}

/** Whether code has been begun already. */
function isOpen(text) {
  return text.split(TICKS).length % 2 === 0;
}
