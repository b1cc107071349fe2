/**
 * One file on its way to the chat: it goes on where it was after a lost connection, a server that was
 * killed, and, where the same file is chosen again, a closed page.
 *
 * States: `waits` (its turn has not come), `goes`, `rests` (somebody wants that), `done`, `refused` (why is
 * in `problem`; it can be tried again).
 */
import { outlived, refusal } from './api-error.js';
import { Backoff } from './backoff.js';

const MEASURED = 5000; // Milliseconds over which the speed is told.
const GONE = new Set(['upload-unknown', 'upload-length']); // Begun anew.
const BEHIND = new Set(['upload-offset', 'upload-overtaken']); // The server knows better how much is there.

export class Upload {
  state = 'waits';
  sent = 0;
  problem = null;
  id = null;
  #marks = []; // { at, sent }: what was there when.
  #cut = null;
  #running = false; // Also while it rests, until what was asked before has ended.
  #backoff = new Backoff();

  /** `known` is the id of an earlier try, `facts()` what is told of the file; `onChange()` hears of everything, `onBegun(id)` once it has one. */
  constructor(file, { tus, known = null, facts, onChange, onBegun }) {
    Object.assign(this, { file, tus, facts, onChange, onBegun, id: known, size: file.size });
  }

  /** Bytes a second, lately; null while that is not known. */
  get speed() {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)];
    const span = this.#marks.length > 1 ? last.at - first.at : 0;
    return span > 500 ? ((last.sent - first.sent) * 1000) / span : null;
  }

  /** Seconds that it still takes, null while that is not known. */
  get left() {
    return this.speed ? (this.size - this.sent) / this.speed : null;
  }

  /** Until it is done, refused or made to rest. */
  async run() {
    if (this.state !== 'waits') return;
    this.#become('goes', null);
    if (this.#running) return; // It rested for a moment: what was asked before goes on.
    this.#running = true;
    try {
      while (this.state === 'goes') await this.#turn();
    } finally {
      this.#running = false; // Also after a mistake of who hears of it: it can be tried again.
    }
  }

  async #turn() {
    try {
      await this.#through();
    } catch (error) {
      await this.#failed(outlived(error));
    }
  }

  rest() {
    if (this.state !== 'goes' && this.state !== 'waits') return;
    this.#become('rests', null);
    this.#halt();
  }

  /** It may be tried again: when its turn comes. */
  again() {
    if (this.state === 'rests' || this.state === 'refused') this.#become('waits', null);
  }

  /** What is there is better known now, or the network is back. */
  hurry() {
    this.#backoff.wake();
  }

  /** Not wanted any more, here and at the server. */
  async drop() {
    const { id } = this;
    this.#become('dropped', null);
    this.#halt();
    if (id) await this.tus.discard(id).catch(refusal); // Else it goes by itself, after a day.
  }

  #halt() {
    this.#cut?.abort();
    this.#backoff.wake();
  }

  async #through() {
    if (!this.id) {
      this.#tell({ sent: 0 });
      this.id = await this.tus.begin({ size: this.size, ...this.facts() });
      if (this.state === 'dropped') return this.tus.discard(this.id).catch(refusal);
      this.onBegun(this.id); // Also where it rests by now: it goes on there.
      if (this.state !== 'goes') return;
    }
    const offset = await this.tus.offset(this.id);
    if (this.state !== 'goes') return;
    this.#marks = [];
    this.#tell({ sent: offset });
    await this.#append(offset); // Also of nothing more: the server may not have looked at the whole yet, and answers when it has.
    if (this.state !== 'goes') return;
    this.#tell({ sent: this.size });
    this.#become('done', null);
  }

  async #append(offset) {
    this.#cut = new AbortController();
    const piece = this.file.slice(offset);
    const onProgress = (bytes) => this.#tell({ sent: offset + bytes });
    await this.tus.append(this.id, { offset, piece, onProgress, signal: this.#cut.signal });
    this.#backoff.reset();
  }

  #tell({ sent }) {
    const at = performance.now();
    this.sent = sent;
    this.#marks = [...this.#marks.filter((mark) => mark.at > at - MEASURED), { at, sent }];
    this.onChange();
  }

  /** `failed` is null for a mistake of the page: that is tried again, too. */
  async #failed(failed) {
    if (this.state !== 'goes' || failed?.aborted) return; // It rests, or did for a moment.
    if (GONE.has(failed?.code)) this.id = null;
    else if (!BEHIND.has(failed?.code) && (failed?.permanent || failed?.status === 507)) return this.#become('refused', failed.description);
    const readable = await isReadable(this.file);
    if (this.state !== 'goes') return;
    if (!readable) return this.#become('refused', null);
    await this.#backoff.pause(this.#backoff.next(failed?.retryAfter));
  }

  #become(state, problem) {
    if (this.state === 'dropped') return;
    Object.assign(this, { state, problem });
    this.onChange();
  }
}

/** It may have been moved, deleted or written anew since it was chosen. */
async function isReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
