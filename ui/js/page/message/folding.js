/**
 * A long message is folded: whoever scrolls by sees how it begins, and a button shows all of it. So
 * does what leads into the part that is not shown: Tab to a link there, or the browser's search.
 */
import { say } from '../../words/words.js';
import { typed } from '../../format/plain-words.js';

const $ = window.jQuery;
const MOST = 20; // Lines; conversation.css says how many of more are shown.
const WIDTH = 64; // Characters that a line has room for, about.

/** The button for a message of more lines, else nothing. `nodes` is what it is read as. */
export function unfolding(nodes) {
  return linesOf(nodes) > MOST ? [$('<button type="button" class="word-button unfold" aria-expanded="false">').text(say('message.unfold'))] : [];
}

/** Whether some of the message is not shown. */
export function isFolded(message) {
  return message.matches('.folded');
}

/** What is folded below a root, by hand or by what is looked for in it. */
export class Folding {
  /** `around(message, change)` makes the change and sees to what is on the screen. */
  constructor(root, { around }) {
    this.around = around;
    $(root).on('click', '.unfold', ({ currentTarget }) => this.#toggle(currentTarget));
    $(root).on('focusin', '.folded .bubble', ({ currentTarget, target }) => this.#entered(currentTarget, target));
    root.addEventListener('scroll', ({ target }) => this.#scrolled(target), { capture: true, passive: true }); // Does not bubble.
  }

  #toggle(button) {
    const message = button.closest('.message');
    this.around(message, () => fold(message, !isFolded(message)));
  }

  /** Unfolded before the browser shows what has the focus, as far as that is not to be seen yet. */
  #entered(bubble, target) {
    if (target.getBoundingClientRect().bottom > shownTo(bubble)) this.#led(bubble);
  }

  #scrolled(target) {
    if (target.matches('.folded .bubble')) this.#led(target);
  }

  /** What the bubble was scrolled by to show something in it the conversation is scrolled by. */
  #led(bubble) {
    const message = bubble.closest('.message');
    this.around(message, () => fold(message, false), bubble.scrollTop);
  }
}

function fold(message, folded) {
  $(message).toggleClass('folded', folded).children('.unfold')
    .attr('aria-expanded', String(!folded)).text(say(folded ? 'message.unfold' : 'message.fold'));
}

/** Where it begins to fade. */
function shownTo(bubble) {
  const { scrollPaddingBottom } = window.getComputedStyle(bubble);
  return bubble.getBoundingClientRect().bottom - Number.parseFloat(scrollPaddingBottom);
}

/** Lines of code are as long as they are, and have one with what language it is above them. */
function linesOf(nodes) {
  const text = nodes.map((node) => (node.kind === 'fence' ? '\n'.repeat(typed(node).split('\n').length) : typed(node))).join('');
  return text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / WIDTH)), 0);
}
