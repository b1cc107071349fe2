/** How it stands with something of the outbox that was not simply sent, and what can be done about it. */
import { say } from '../../words/words.js';

const $ = window.jQuery;

/**
 * `words` names the sentence for each state; `acts`, by the names of their buttons, are called with the
 * item's key. What is `refused` has all of them, what waits only the `untiring`: it is tried again by itself.
 */
export function itemState(item, { words, acts, untiring }) {
  if (item.state === 'refused') return trouble(item, words.refused, acts).attr('role', 'alert');
  if (item.state === 'loading') return trouble(item, words.loading, untiring).addClass('calm');
  if (item.state === 'waiting' || item.state === 'carried') return waiting(item, words, untiring);
  return $('<p class="state">').text(say(words.sending));
}

/** Not `disabled`: it would take the focus. The button stays what it is, and does nothing. */
export function markTried(node, item) {
  $(node).find('.state-buttons button').attr('aria-disabled', item.trying ? 'true' : null);
}

/** Whoever was at one of its buttons is at the same one of the new row, which takes its place, if that has it. */
export function putFor(old, row) {
  const [had] = old.find('button:focus').get();
  old.replaceWith(row[0]);
  if (had) row.find('button').filter((_, button) => same(button) === same(had)).trigger('focus');
}

/** What a button is known by, where its words may change. */
function same(button) {
  return button.dataset.same ?? button.textContent;
}

function waiting(item, words, acts) {
  if (item.problem) return trouble(item, words.because, acts);
  return trouble(item, words.waiting, acts).addClass('calm');
}

/** With what can be done: it may stay so for long, and what was written later waits behind it. */
function trouble(item, name, acts) {
  const state = $('<div class="state">').attr('data-key', item.key).append($('<p>').text(say(name, { reason: item.problem })));
  const buttons = $('<p class="state-buttons">');
  for (const [label, act] of Object.entries(acts)) {
    buttons.append($('<button type="button" class="button small">').text(say(label)).on('click', () => act(item.key)));
  }
  return state.append(buttons);
}
