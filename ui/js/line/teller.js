/**
 * Tells the chat how far a member has read: the leading tab alone, while the chat is there, one thing at a
 * time and at most one in some seconds. Where somebody reads what is said just now, that is for each
 * message a mark, of which the last one is enough.
 */
import { outlived } from './api-error.js';

const FIRST = 1500; // Milliseconds from what was read until it is told: there is more of it, mostly.
const PACE = 3000; // From one to the next.
const NEXT = 200; // As long as somebody waits for more of it: what they have put back.
const QUICK = 20; // As many of these, one after the other; the others go at the pace of all.
const FULL = 507; // The chat has no room for more.
const REST = 10_000; // Of one room, and up to half as long again: all who read the same have read it at once.

export class Teller {
  #timer = null;
  #at = Infinity; // When that is, by performance.now().
  #busy = false;
  #due = 0; // When the next may be told.
  #quick = 0; // How many went while somebody waited for more.
  #resting = new Map(); // room -> until when
  #refused = false; // The chat takes none of ours.

  /** `marks` has what is to be told, `cursor()` says how far the log is known, `ready()` whether the chat is to be told now, and here. `onTold(now)` hears what holds then. */
  constructor({ api, marks, backoff, cursor, ready, onTold }) {
    Object.assign(this, { api, marks, backoff, cursor, ready, onTold });
    marks.watch(() => this.wake());
  }

  /** There may be something to tell, or somebody to tell it. */
  start() {
    this.#refused = false;
    this.backoff.reset();
    this.wake();
  }

  wake() {
    if (!this.#busy && this.#able && this.marks.untold.length) this.#later(Math.max(performance.now() + FIRST, this.#due));
  }

  /** Nobody looks any more, and the page may be gone soon: what is to be told is told now. */
  hurry() {
    if (this.#busy || !this.#able) return;
    this.#resting.clear();
    this.#turn();
  }

  get #able() {
    return !this.#refused && this.ready();
  }

  /** No later than what is planned already. */
  #later(at) {
    if (at >= this.#at) return;
    this.#stop();
    this.#at = at;
    this.#timer = setTimeout(() => this.#turn(), at - performance.now());
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#at = Infinity;
  }

  async #turn() {
    this.#stop();
    const now = performance.now();
    for (const [room, until] of this.#resting) if (until <= now) this.#resting.delete(room);
    const said = this.#able ? this.marks.next({ cursor: this.cursor(), open: (room) => !this.#resting.has(room) }) : null;
    if (said) await this.#tell(said);
    else if (this.#resting.size) this.#later(Math.min(...this.#resting.values()));
  }

  async #tell(said) {
    this.#busy = true;
    const pause = await this.#told(said);
    this.#busy = false;
    this.#due = performance.now() + pause;
    if (pause === NEXT) this.#later(this.#due);
    this.wake();
  }

  /** Milliseconds until the next one may be told. */
  async #told(said) {
    this.#resting.set(said.room, performance.now() + REST * (1 + Math.random() / 2));
    try {
      const { room, ...state } = await this.api.read(said);
      this.marks.told(said);
      this.onTold({ [room]: state });
      this.backoff.reset();
    } catch (error) {
      const failed = outlived(error);
      if (failed?.permanent || (failed?.own && failed.status === FULL)) this.#refuse(said, failed);
      else if (failed) return this.backoff.next(failed.retryAfter);
    }
    this.#quick = this.marks.awaited ? this.#quick + 1 : 0;
    return this.#quick > 0 && this.#quick <= QUICK ? NEXT : PACE;
  }

  #refuse(said, { status }) {
    if (status === 404) this.marks.drop(said);
    else this.#refused = true; // Until this tab leads anew, or all is loaded.
  }
}
