/** What stands below the messages where the room goes on: more to load, or why that did not work. */
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class Ending {
  constructor(root, { onNewer }) {
    Object.assign(this, { root: $(root), onNewer });
  }

  show({ loaded, newer }) {
    const kind = kindOf(loaded, newer);
    const name = `${kind} ${newer.problem}`;
    if (name === this.name) return; // Left alone, a focused button keeps the focus.
    this.name = name;
    this.root.empty().append(this[kind](newer));
  }

  nothing() {
    return [];
  }

  loading() {
    return $('<p>').text(say('beginning.loading'));
  }

  problem({ problem }) {
    const retry = $('<button type="button" class="button small">').text(say('beginning.retry')).on('click', this.onNewer);
    return [$('<p>').text(say('ending.problem', { reason: problem })), retry];
  }
}

function kindOf(loaded, { more, problem }) {
  if (!more) return 'nothing';
  if (problem) return 'problem';
  return loaded ? 'loading' : 'nothing';
}
