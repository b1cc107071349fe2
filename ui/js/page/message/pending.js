/** The messages at the end of the conversation that the server does not have yet. */
import { actBubble, bubble } from './bubble.js';
import { isolatedNick } from './event.js';
import { itemState, markTried, putFor } from './item-state.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const WORDS = { sending: 'pending.sending', loading: 'pending.loading', waiting: 'pending.waiting', because: 'pending.waitingBecause', refused: 'pending.refused' };
const HELD = { muted: 'pending.muted', archived: 'pending.archived', readonly: 'pending.readonly' };

export class Pending {
  #shown = new Map(); // key -> { item, node }

  /** `filesOf(item)` is what goes along with one, as a node, or null. */
  constructor(root, { quotes, filesOf, onRetry, onEdit, onDelete }) {
    Object.assign(this, { quotes, filesOf });
    this.root = $(root);
    const untiring = { 'pending.edit': onEdit, 'pending.delete': onDelete };
    this.offered = { words: WORDS, untiring, acts: { 'pending.retry': onRetry, ...untiring } };
  }

  show(items) {
    const keys = new Set(items.map((item) => item.key));
    for (const key of [...this.#shown.keys()]) if (!keys.has(key)) this.#drop(key);
    for (const item of items) this.#put(item);
  }

  get count() {
    return this.#shown.size;
  }

  #put(item) {
    const shown = this.#shown.get(item.key);
    const node = says(shown?.item, item) ? shown.node : this.#row(item);
    if (!shown) this.root.append(node.toggleClass('rises', item.state === 'new'));
    else if (node !== shown.node) putFor(shown.node, node);
    markTried(node, item);
    this.#shown.set(item.key, { item, node });
  }

  #drop(key) {
    this.#shown.get(key).node.remove();
    this.#shown.delete(key);
  }

  #row(item) {
    const row = $('<div class="row mine pending">').addClass(item.state).attr('data-key', item.key);
    const quote = item.reply ? this.quotes.line(item.reply) : null;
    const words = item.message || !item.files ? said(item) : null;
    return row.append($('<div class="message">').append(quote, words, this.filesOf(item), itemState(item, this.offered)));
  }
}

function said({ act, nick, message }) {
  return act ? actBubble(message, isolatedNick(nick)) : bubble(message);
}

/** The `items` as they stand in a room that is `closed` to us: what waits there waits for that. */
export function held(items, closed) {
  if (!(closed in HELD)) return items;
  return items.map((item) => (item.state === 'waiting' ? { ...item, problem: say(HELD[closed]) } : item));
}

/** Whether a row for `shown` says what one for `item` would: then it stays, and its buttons keep the focus. */
function says(shown, item) {
  return shown?.state === item.state && shown.problem === item.problem && shown.parcel === item.parcel;
}
