/** What the outbox is to do to messages, so that they are shown as they will be. */
import { foreseen } from '../../kinds/table.js';

const NONE = [];

export class Changing {
  #of = new Map(); // target -> items

  /** `me()` is who does it. */
  constructor({ me }) {
    this.me = me;
  }

  /** The `items` of the outbox that change messages of the room. */
  set(items) {
    const before = this.#of;
    this.#of = new Map();
    for (const item of items) this.#of.set(item.target, [...this.of(item.target), item]);
    for (const [target, now] of this.#of) if (same(now, before.get(target))) this.#of.set(target, before.get(target));
  }

  /** What is to be done to the message `id`; the same list as long as that says the same. */
  of(id) {
    return this.#of.get(id) ?? NONE;
  }

  /** The message as it will be. What was refused is not seen, but for words: somebody wrote them. */
  foresee(entry) {
    const coming = this.of(entry.id).filter(({ kind, state }) => state !== 'refused' || kind === 'edit');
    return coming.reduce((now, item) => foreseen(now, item, this.me()), entry);
  }
}

function same(items, others) {
  return JSON.stringify(items) === JSON.stringify(others);
}

/** Those of which a sentence is told, and that the whole message waits: a reaction shows by itself that it is not there yet. */
export function told(items) {
  return items.filter(({ kind, state }) => kind !== 'reaction' || state === 'refused');
}
