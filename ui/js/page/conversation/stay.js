/** Messages of one member in a row, under one name and time: who goes on is introduced again now and then. */
import { answered, isMessage } from '../../chat/fold.js';
import { sameDay } from '../parts/times.js';

const MOST = 10; // Messages.
const LONGEST = 15 * 60 * 1000; // Milliseconds from the first to the last.
const PAUSE = 5 * 60 * 1000; // Between two.

export class Stay {
  /** Of the messages `run`, of which each goes on with the one before. */
  constructor(run) {
    [this.first] = run;
    this.count = run.length;
  }

  /** Whether all of `run` may go on with it, after `previous`, its last one. */
  takes(run, previous) {
    const [next] = run;
    return isMessage(next) && isMessage(previous) && !answered(next) && !next.act && !previous.act
      && next.member === previous.member
      && next.nick === previous.nick
      && sameDay(previous.time, next.time)
      && between(previous, next) < PAUSE
      && between(this.first, run.at(-1)) < LONGEST
      && this.count + run.length <= MOST;
  }

  add(messages) {
    this.count += messages;
  }
}

function between(a, b) {
  return new Date(b.time) - new Date(a.time);
}
