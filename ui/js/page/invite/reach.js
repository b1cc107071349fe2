/** Whether another device has come here yet and, after a minute without one, why it may not. */
import { dated, isToday } from '../parts/times.js';
import { say, sayProblem } from '../../words/words.js';
import { write } from '../parts/written.js';

const $ = window.jQuery;
const PATIENCE = 60 * 1000; // Milliseconds until nobody having come looks like trouble.

export class Reach {
  constructor(root, { now = () => Date.now() } = {}) {
    this.now = now;
    this.root = $(root);
    this.state = this.root.find('.reach-state');
    this.hints = this.root.find('.hints');
    this.list = this.hints.find('ul');
  }

  show({ reached, since, hints }) {
    const alone = reached.devices === 0;
    const words = alone ? say('reach.nobody') : reachedWords(reached);
    write(this.state, words);
    this.root.toggleClass('alone', alone);
    this.hints.prop('hidden', !(alone && hints.length && this.now() - new Date(since) >= PATIENCE));
    this.#list(hints);
  }

  /** Left alone while it says the same: somebody may be copying a command. */
  #list(hints) {
    const name = JSON.stringify(hints);
    if (name === this.name) return;
    this.name = name;
    this.list.empty().append(hints.map(({ text, code, values, command }) => (
      $('<li>').append($('<p>').text(sayProblem({ description: text, code, values })), command && commandLine(command))
    )));
  }
}

function commandLine(command) {
  return $('<div class="command copyable">').append(
    $('<code class="copy-text" dir="ltr">').text(command),
    $('<button type="button" class="button small copy">').text(say('copy')).append($('<span class="unseen">').text(say('copy.what', { what: command }))),
  );
}

function reachedWords({ devices, last }) {
  if (!last) return say('reach.devices', { count: devices });
  return say(isToday(last) ? 'reach.last' : 'reach.lastDay', { count: devices, ...dated(last) });
}
