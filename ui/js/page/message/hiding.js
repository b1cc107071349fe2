/**
 * The messages of people who are ignored are folded away, and for everybody those of whom host or
 * helpers decided that: of each stretch one line is left, with how many they are. Whoever may see them
 * has a button for it. The rows stay where they are, without height.
 */
import { isMessage } from '../../chat/fold.js';
import { isolated, nodes, say } from '../../words/words.js';

const $ = window.jQuery;

export class Hiding {
  #shown = new Set(); // Ids of messages that somebody wanted to see; as many as were pressed for.
  #some = false; // Whether any row may be hidden now.

  /** `order` says whom host and helpers folded away; `called(entry)` who said it, `onUndo(member)` undoes it. */
  constructor({ ignored, order, isMine, called, onUndo }) {
    Object.assign(this, { ignored, order, isMine, called, onUndo });
  }

  /** Of `rows`, { entry, node } in their order. Where nobody is folded away this costs nothing. */
  apply(rows) {
    const some = this.ignored.any || this.order.hidesSome;
    if (!some && !this.#some) return;
    this.#some = some;
    let run = [];
    for (const row of [...rows, null]) {
      const hidden = row !== null && this.hides(row.entry);
      if (run.length && !(hidden && row.entry.member === run[0].entry.member)) {
        this.#fold(run);
        run = [];
      }
      if (hidden) run.push(row);
      else if (row) reveal(row.node);
    }
  }

  /** Whether what it says is not shown. */
  hides(entry) {
    return isMessage(entry) && !this.#shown.has(entry.id) && !this.isMine(entry) && (this.order.hides(entry.member) || this.ignored.has(entry.member));
  }

  /** What says so already is left alone: it may have the focus, and would be read out again. */
  #fold(run) {
    const [first, ...rest] = run;
    for (const { node } of rest) $(node).children('.ignored-line').remove();
    for (const { node } of run) node.classList.add('ignored');
    const old = $(first.node).children('.ignored-line');
    const decided = this.order.hides(first.entry.member);
    const state = [run.length, decided, this.order.keeper].join();
    if (old.attr('data-state') === state) return;
    old.remove();
    $(first.node).append((decided ? this.#decidedLine(run) : this.#line(run)).attr('data-state', state));
  }

  #line(run) {
    const values = { count: run.length, nick: this.called(run[0].entry) };
    return $('<p class="ignored-line">').append(this.#words('ignored.hidden', values), this.#shower(run, values));
  }

  /** What host and helpers folded away only they can look at. */
  #decidedLine(run) {
    const values = { count: run.length, nick: this.called(run[0].entry) };
    const line = $('<p class="ignored-line">').append(this.#words('hidden.line', values));
    if (!this.order.keeper) return line;
    const undo = $('<button type="button" class="word-button show-ignored undo-hidden">').text(say('hidden.undo'))
      .attr('aria-label', say('hidden.undoWhose', values)).on('click', () => this.onUndo(run[0].entry.member));
    return line.append(this.#shower(run, values), undo);
  }

  #words(name, { count, nick }) {
    return $('<span>').append(nodes(name, { count, nick: isolated(nick) }));
  }

  #shower(run, values) {
    return $('<button type="button" class="word-button show-ignored">').text(say('ignored.show'))
      .attr('aria-label', say('ignored.showWhose', values)).on('click', () => this.#show(run));
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
