/** What the outbox is still to do to a message, below its words. */
import { itemState, markTried } from './item-state.js';

const WORDS = { sending: 'changing.sending', waiting: 'changing.waiting', because: 'changing.waitingBecause', refused: 'changing.refused' };

export class ChangeState {
  /** Each is called with the item's key. */
  constructor({ onRetry, onEdit, onUndo }) {
    const untiring = { 'changing.undo': onUndo };
    const editing = { 'pending.edit': onEdit, ...untiring };
    this.words = { words: WORDS, untiring: editing, acts: { 'pending.retry': onRetry, ...editing } };
    this.others = { words: WORDS, untiring, acts: { 'pending.retry': onRetry, ...untiring } };
  }

  /** Of several the one that was refused, else the last: those before it are on their way with it. */
  of(items) {
    const item = items.find(({ state }) => state === 'refused') ?? items.at(-1);
    if (!item) return null;
    const node = itemState(item, item.kind === 'edit' ? this.words : this.others);
    markTried(node, item);
    return node;
  }
}
