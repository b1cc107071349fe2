/**
 * The messages that others answer, as they are now: those of the open room's log, and of others what
 * a line shows, each asked for once.
 */
import { refusal } from '../line/api-error.js';
import { changed, targetOf } from '../kinds/table.js';
import { lineOf } from '../format/line.js';

const CAPACITY = 300; // Of those that were asked for; over it the first one goes, and is asked for again where it is seen.
const ASKED = 4; // Under way; the next one goes when one has come.
const CHARACTERS = 300; // Of each; a line has room for less.

export class Parents {
  #kept = new Map(); // id -> entry, null where there is none to be read
  #asking = new Set();
  #stirred = new Set(); // Of these what was changed meanwhile.
  #failed = new Set(); // Until there is a reason to try again.

  /** `find(id)` looks in the open room's log; `onNews()` hears that more is known, or something else. */
  constructor({ api, find, onNews }) {
    Object.assign(this, { api, find, onNews });
  }

  /** Null where there is none that may be read, undefined where it is not known yet. */
  of(id) {
    const here = this.find(id);
    if (here) return here;
    if (!this.#kept.has(id)) this.#ask(id);
    return this.#kept.get(id);
  }

  /** As `of`, once it is known; null also where it cannot be had just now. */
  async known(id) {
    const here = this.find(id) ?? this.#kept.get(id);
    if (here !== undefined) return here;
    try {
      this.#keep(id, await this.#asked(id));
    } catch (error) {
      refusal(error);
      return null;
    }
    return this.#kept.get(id);
  }

  /** Something was done to messages, perhaps to some of these. */
  hear(news) {
    for (const entry of news) {
      const id = targetOf(entry);
      if (this.#asking.has(id)) this.#stirred.add(id);
      else if (this.#kept.get(id)) this.#keep(id, changed(this.#kept.get(id), entry));
    }
  }

  /** The chat is there, perhaps again: what was done to them may have been missed, and what could not be asked can be. */
  forget() {
    this.#kept.clear();
    this.#failed.clear();
    this.onNews();
  }

  async #ask(id) {
    if (this.#asking.has(id) || this.#failed.has(id) || this.#asking.size >= ASKED) return;
    this.#asking.add(id);
    try {
      this.#keep(id, await this.#asked(id));
    } catch (error) {
      if (refusal(error).permanent) this.#keep(id, null);
      else this.#failed.add(id);
    } finally {
      this.#asking.delete(id);
      this.onNews();
    }
  }

  async #asked(id) {
    for (;;) {
      this.#stirred.delete(id);
      const entry = await this.api.message(id);
      if (!this.#stirred.has(id)) return entry;
    }
  }

  #keep(id, entry) {
    this.#kept.set(id, entry && withLine(entry, this.#kept.get(id)));
    if (this.#kept.size > CAPACITY) this.#kept.delete(this.#kept.keys().next().value);
  }
}

/** Cut only once its line is known; of the words that a reaction leaves alone not all are here. */
function withLine(entry, before) {
  const line = before?.message === entry.message ? before.line : lineOf(entry.message);
  return { ...entry, line, message: cut(entry.message) };
}

function cut(message) {
  return [...message.slice(0, 2 * CHARACTERS)].slice(0, CHARACTERS).join('');
}
