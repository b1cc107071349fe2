/** What a message said before it was edited: each time, the newest first. */
import { attempt } from '../parts/attempt.js';
import { bubble } from './bubble.js';
import { dated, fullTime } from '../parts/times.js';
import { Panel } from '../parts/panel.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class Versions {
  #of = null; // The message's number.

  /** `about(id)` asks the chat. */
  constructor(dialog, { about, onClose }) {
    this.about = about;
    this.panel = new Panel(dialog, { onClose });
    this.list = this.panel.root.find('ol');
    this.problem = this.panel.root.find('.problem');
  }

  open(id) {
    this.#of = id;
    this.list.empty();
    this.panel.open();
    return attempt(async () => {
      const { versions = [] } = await this.about(id);
      if (id === this.#of) this.list.empty().append(versions.reverse().map((version) => this.#item(version)));
    }, (words) => this.problem.text(words));
  }

  #item({ time, message }) {
    return $('<li class="version">').append(
      $('<time>').attr({ datetime: time, title: fullTime(time) }).text(say('versions.at', dated(time))),
      bubble(message),
    );
  }
}
