/**
 * Whether one may write in the open room: a line above the box says what holds there, and why
 * nothing is taken just now and for how long. What is typed stays in the box meanwhile.
 */
import { dated, isToday, lasting } from '../parts/times.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const WORDS = {
  muted: 'floor.muted',
  removed: 'floor.removed',
  archived: 'floor.archived',
  readonly: 'floor.readonly',
};

export class Floor {
  #words = '';

  /** `onOver` is called when something that was not possible may be by now. */
  constructor(root, { composer, onOver }) {
    Object.assign(this, { composer, onOver });
    this.root = $(root);
    this.text = this.root.find('.floor-text');
    this.count = this.root.find('.countdown');
  }

  /** What the `order` says of a room. */
  show(room, order) {
    clearInterval(this.ticking);
    this.count.text('');
    const closed = order.closed(room);
    const words = closed ? closedWords(closed, order) : openWords(room, order);
    if (words !== this.#words) this.text.text(words); // A screen reader would hear it again.
    this.#words = words;
    this.root.prop('hidden', !words).toggleClass('closed', closed !== null);
    this.composer.close(closed && words);
    if (closed === 'muted') this.#countDown(order.me.mutedUntil, order);
  }

  /** The rest is not in the live text: a screen reader should hear the state, not a clock. */
  #countDown(until, order) {
    const tick = () => {
      const left = until - order.now();
      this.count.text(left > 0 ? say('floor.left', { time: lasting(left / 1000) }) : '');
      if (left <= 0) this.onOver();
    };
    this.ticking = setInterval(tick, 500);
    tick();
  }
}

function closedWords(closed, { me }) {
  if (closed !== 'muted') return say(WORDS[closed]);
  const until = new Date(me.mutedUntil);
  return say(isToday(until) ? 'floor.muted' : 'floor.mutedDay', dated(until));
}

/** What is to be known though one may write. */
function openWords(room, order) {
  const { readonly, slow } = order.rules(room);
  if (order.me.hidden) return say('floor.hidden');
  if (readonly) return say('floor.readonlyKept');
  if (!slow) return '';
  return say(order.keeps(room) ? 'floor.slowKept' : 'floor.slow', { time: lasting(slow) });
}
