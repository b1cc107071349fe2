/**
 * What the chat is asked while somebody types what to look for: at most one question is under way, then
 * the newest; an answer to another one than that is dropped.
 */
import { refusal } from '../line/api-error.js';

const PAUSE = 160; // Milliseconds after a key; who types goes on sooner.
const USUAL = {
  limit: 30, // Messages of one answer: more than a screen of them.
  most: 300, // Messages in all, 50 KB each in a browser; who wants more says more exactly what.
};

const NOTHING = { entries: [], more: false, cursor: null, indexed: 1, hides: new Set(), problem: null };

export class Inquiry {
  question = null; // { words, room, title }: what is looked for, in one room or (null) in all; null: nothing.
  found = { question: null, ...NOTHING }; // The answer, as far as it has come.
  #due = null; // Which question is asked next, and from where on.
  #running = false;
  #asked = null; // The question that was asked last.
  #timer = null;

  /** `onAsk()` hears when the question is asked, `onChange()` of other answers, and of other questions. */
  constructor({ api, bounds = USUAL, onAsk = () => {}, onChange }) {
    Object.assign(this, { api, bounds, onAsk, onChange });
  }

  /** Whether an answer to the question is still to come. */
  get busy() {
    return this.question !== this.found.question || this.#due !== null || this.#running;
  }

  /** Whether no more is shown although there is some. */
  get full() {
    return this.found.more && this.found.entries.length >= this.bounds.most;
  }

  /** `question` is looked for, `soon` after the last one or at once. */
  ask(question, { soon = true } = {}) {
    clearTimeout(this.#timer);
    this.#due = null;
    this.question = question;
    if (question === null) this.found = { question, ...NOTHING };
    if (soon && question !== null) this.#timer = setTimeout(() => this.hurry(), PAUSE);
    else this.hurry();
    this.onChange();
  }

  /** Whoever has pressed Return types no more of it. */
  hurry() {
    clearTimeout(this.#timer);
    this.onAsk();
    if (this.question !== this.found.question && this.question !== this.#asked) this.#next({ question: this.question, cursor: null });
  }

  /** Nobody looks: what was not answered yet is not asked any more. Whether there was such a thing. */
  rest() {
    if (this.question === this.found.question) return false;
    clearTimeout(this.#timer);
    this.#due = null;
    this.question = this.found.question;
    return true;
  }

  /** What comes after what was found already. */
  more() {
    const { question, more, cursor, problem } = this.found;
    if (!this.busy && more && !problem && !this.full) this.#next({ question, cursor });
  }

  /** Once more, from where it did not work. */
  again() {
    const { question, cursor } = this.found;
    if (!this.busy && question) this.#next({ question, cursor });
  }

  /** Something was done to what was found: `change(entry)` is what one is by now. */
  mend(change) {
    this.found = { ...this.found, entries: this.found.entries.map(change) };
  }

  async #next(due) {
    this.#due = due;
    if (this.#running) return;
    this.#running = true;
    this.onChange();
    try {
      while (this.#due) await this.#turn();
    } finally {
      this.#running = false;
    }
    this.onChange();
  }

  async #turn() {
    const { question, cursor } = this.#due;
    this.#due = null;
    this.#asked = question;
    try {
      const answer = await this.api.search({ words: question.words, room: question.room, cursor, limit: this.bounds.limit });
      if (question === this.question) this.#add(question, cursor, answer);
    } catch (error) {
      const { description } = refusal(error);
      if (question === this.question) this.#fail(question, cursor, description);
    }
  }

  #add(question, cursor, { messages, more, cursor: next, indexed, hidden = [] }) {
    const before = cursor === null ? NOTHING : this.found;
    const hides = new Set([...before.hides, ...hidden]);
    this.found = { question, entries: [...before.entries, ...messages], more, cursor: next, indexed, hides, problem: null };
  }

  #fail(question, cursor, problem) {
    this.found = { ...(cursor === null ? NOTHING : this.found), question, problem };
  }
}
