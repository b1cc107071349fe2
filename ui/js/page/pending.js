/** The messages at the end of the conversation that the server does not have yet. */
import { bubble } from './message.js';
import { say } from '../words/words.js';

const $ = window.jQuery;
const HELD = { muted: 'pending.muted', archived: 'pending.archived', readonly: 'pending.readonly' };
const STATES = { new: 'pending.sending', sent: 'pending.sending' };

export class Pending {
  #shown = new Map(); // key -> { item, node }

  constructor(root, { onRetry, onEdit, onDelete }) {
    this.root = $(root);
    this.untiring = { 'pending.edit': onEdit, 'pending.delete': onDelete }; // It is tried again by itself.
    this.actions = { 'pending.retry': onRetry, ...this.untiring };
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
    else if (node !== shown.node) replace(shown.node, node);
    // Not `disabled`: it would take the focus. The button stays what it is, and does nothing.
    node.find('.state-buttons button').attr('aria-disabled', item.trying ? 'true' : null);
    this.#shown.set(item.key, { item, node });
  }

  #drop(key) {
    this.#shown.get(key).node.remove();
    this.#shown.delete(key);
  }

  #row(item) {
    const row = $('<div class="row mine pending">').addClass(item.state).attr('data-key', item.key);
    return row.append($('<div class="message">').append(bubble(item.message), this.#state(item)));
  }

  #state(item) {
    if (item.state === 'refused') return this.#trouble(item, 'pending.refused', this.actions).attr('role', 'alert');
    if (item.state === 'waiting' || item.state === 'carried') return this.#waiting(item);
    return $('<p class="state">').text(say(STATES[item.state]));
  }

  #waiting(item) {
    if (item.problem) return this.#trouble(item, 'pending.waitingBecause', this.untiring);
    return this.#trouble(item, 'pending.waiting', this.untiring).addClass('calm');
  }

  /** With what can be done: it may stay so for long, and what was written later waits behind it. */
  #trouble(item, name, actions) {
    const state = $('<div class="state">').append($('<p>').text(say(name, { reason: item.problem })));
    const buttons = $('<p class="state-buttons">');
    for (const [label, act] of Object.entries(actions)) {
      buttons.append($('<button type="button" class="button small">').text(say(label)).on('click', () => act(item.key)));
    }
    return state.append(buttons);
  }
}

/** The `items` as they stand in a room that is `closed` to us: what waits there waits for that. */
export function held(items, closed) {
  if (!(closed in HELD)) return items;
  return items.map((item) => (item.state === 'waiting' ? { ...item, problem: say(HELD[closed]) } : item));
}

/** Whoever was at one of its buttons is at the same one of the new row, if that has it. */
function replace(old, row) {
  const label = old.find('button:focus').text();
  old.replaceWith(row[0]);
  if (label) row.find('button').filter((_, button) => button.textContent === label).trigger('focus');
}

/** Whether a row for `shown` says what one for `item` would: then it stays, and its buttons keep the focus. */
function says(shown, item) {
  return shown?.state === item.state && shown.problem === item.problem;
}
