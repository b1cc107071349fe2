/** The messages at the end of the conversation that the server does not have yet. */
import { bubble } from './message.js';

const $ = window.jQuery;
const WORDS = { new: 'Sending…', sent: 'Sending…', waiting: 'Waiting to send' };

export class Pending {
  #shown = new Map(); // key -> { item, node }

  constructor(root, { onRetry, onEdit, onDelete }) {
    this.root = $(root);
    this.actions = { Retry: onRetry, Edit: onEdit, Delete: onDelete };
  }

  show(items) {
    const keys = new Set(items.map((item) => item.key));
    for (const key of [...this.#shown.keys()]) if (!keys.has(key)) this.#drop(key);
    for (const item of items) this.#put(item);
  }

  get count() {
    return this.#shown.size;
  }

  /** Rebuilds a row only when it says something else, so that its buttons keep the focus. */
  #put(item) {
    const shown = this.#shown.get(item.key);
    if (shown?.item.state === item.state && shown.item.problem === item.problem) return;
    const node = this.#row(item);
    if (shown) shown.node.replaceWith(node);
    else this.root.append(node);
    this.#shown.set(item.key, { item, node });
  }

  #drop(key) {
    this.#shown.get(key).node.remove();
    this.#shown.delete(key);
  }

  #row(item) {
    const row = $('<div class="row mine pending">').addClass(item.state).attr('data-key', item.key);
    const state = item.state === 'refused' ? this.#refusal(item) : $('<p class="state">').text(WORDS[item.state]);
    return row.append($('<div class="message">').append(bubble(item.message), state));
  }

  #refusal(item) {
    const state = $('<div class="state" role="alert">').append($('<p>').text(`Not sent: ${item.problem}`));
    const buttons = $('<p class="state-buttons">');
    for (const [label, act] of Object.entries(this.actions)) {
      buttons.append($('<button type="button" class="button small">').text(label).on('click', () => act(item)));
    }
    return state.append(buttons);
  }

  destroy() {
    this.root.empty();
    this.#shown.clear();
  }
}
