/**
 * The messages of people who are ignored are folded away: of each stretch of them one line is left,
 * with how many they are and a button that shows them. The rows stay where they are, without height.
 */
import { isMessage } from '../chat/fold.js';
import { shownNick } from '../chat/nicks.js';
import { say } from '../words/words.js';

const $ = window.jQuery;

export class Hiding {
  #shown = new Set(); // Ids of messages that somebody wanted to see; as many as were pressed for.
  #some = false; // Whether any row may be hidden now.

  constructor({ ignored, isMine }) {
    Object.assign(this, { ignored, isMine });
  }

  /** Of `rows`, { entry, node } in their order. Where nobody is ignored this costs nothing. */
  apply(rows) {
    if (!this.ignored.any && !this.#some) return;
    this.#some = this.ignored.any;
    let run = [];
    for (const row of [...rows, null]) {
      const hidden = row !== null && this.#hides(row.entry);
      if (run.length && !(hidden && row.entry.member === run[0].entry.member)) {
        this.#fold(run);
        run = [];
      }
      if (hidden) run.push(row);
      else if (row) reveal(row.node);
    }
  }

  #hides(entry) {
    return isMessage(entry) && !this.#shown.has(entry.id) && !this.isMine(entry) && this.ignored.has(entry.member);
  }

  /** What says so already is left alone: it may have the focus, and would be read out again. */
  #fold(run) {
    const [first, ...rest] = run;
    for (const { node } of rest) $(node).children('.ignored-line').remove();
    for (const { node } of run) node.classList.add('ignored');
    const old = $(first.node).children('.ignored-line');
    if (Number(old.attr('data-count')) === run.length) return;
    old.remove();
    $(first.node).append(this.#line(run));
  }

  #line(run) {
    const values = { count: run.length, nick: shownNick(run[0].entry.nick) };
    const button = $('<button type="button" class="show-ignored">').text(say('ignored.show'))
      .attr('aria-label', say('ignored.showWhose', values)).on('click', () => this.#show(run));
    const words = $('<span>').text(say('ignored.hidden', values));
    return $('<p class="ignored-line">').attr('data-count', run.length).append(words, button);
  }

  #show(run) {
    for (const { entry, node } of run) {
      this.#shown.add(entry.id);
      reveal(node);
    }
    run[0].node.querySelector('.who').focus(); // The button that had it is gone.
  }
}

function reveal(node) {
  if (!node.classList.contains('ignored')) return;
  node.classList.remove('ignored');
  $(node).children('.ignored-line').remove();
}
