/**
 * Messages of this browser that the log does not have yet, and changes of messages (../kinds/table.js
 * says what either has). One storage entry for each, so that
 * tabs can add and remove at the same time without overwriting each other; the entry's name
 * begins with the time, so that names in order are messages in order.
 *
 * States: `loading` (its files are still on their way to the server), `new`, `waiting` (tried, or written while the server was away; `problem` where an answer
 * said why), `sent` (stored under `id`, not yet seen in the feed), `refused` (the server said why in
 * `problem`), `carried` (came along from another address, or went to one: it is looked for in the log first).
 *
 * Beside them: `trying`, the courier that has it under way just now, and `unsure` once a try ended
 * without the chat's own answer: the message may be in the log.
 */
import { isItem, overtakes } from '../kinds/table.js';

const START = 'outbox.';
const CAPACITY = 200; // Over it the composer refuses and keeps the text: storage is about 5 MB.

export class Outbox {
  #last = 0;

  constructor({ storage, randomKey, now = Date.now }) {
    Object.assign(this, { storage, randomKey, now });
  }

  get full() {
    return this.storage.names(START).length >= CAPACITY;
  }

  /** The key of the item from now on. What it overtakes, and was not sent, is not sent any more. */
  add(item) {
    if (item.target) for (const earlier of this.list()) if (overtakes(item, earlier)) this.take(earlier.key);
    this.#last = Math.max(this.now(), this.#last + 1); // Two in one millisecond keep their order.
    const key = this.randomKey();
    const name = `${START}${String(this.#last).padStart(15, '0')}.${key}`;
    this.storage.set(name, { key, ...item, at: this.#last });
    return key;
  }

  list() {
    return this.storage.names(START).map((name) => this.#read(name)).filter(Boolean);
  }

  in(room) {
    return this.list().filter((item) => item.room === room);
  }

  /** How many are still to be sent. */
  get left() {
    return this.list().filter((item) => toSend(item) || item.state === 'loading').length;
  }

  /** The one to send next, of the rooms that are `open`. */
  next(open = () => true) {
    return this.list().find((item) => toSend(item) && open(item.room));
  }

  /** Changes an item if it is still there, and says so: it may have come back through the feed meanwhile. */
  change(key, fields) {
    const name = this.#name(key);
    const item = name && this.#read(name);
    if (item) this.storage.set(name, { ...item, ...fields });
    return Boolean(item);
  }

  /** Each message is in the room that is `called` so by the chat. */
  mend(called) {
    for (const { key, room } of this.list()) if (called(room) !== room) this.change(key, { room: called(room) });
  }

  /** `courier` tries it from now on; false where there is nothing to try: it was taken back. */
  begin(key, courier) {
    return this.change(key, { trying: courier });
  }

  /**
   * That try has ended without success; `known` says that it is certain how. Whether it was still
   * `courier` who had the message to send: another one's try goes on, or has stored it by now.
   */
  end(key, courier, known) {
    const item = this.#item(key);
    const own = item?.trying === courier;
    this.change(key, { ...(own && { trying: undefined }), ...(!known && { unsure: true }) });
    return own && toSend(item);
  }

  /** Only `courier` is on duty: what others had under way, and never ended, ended without an answer. */
  endOthers(courier) {
    for (const { key, trying } of this.list()) {
      if (trying && trying !== courier) this.end(key, trying, false);
    }
  }

  /**
   * Takes a message back that was not sent: the item as it was, or null where that is too late. What
   * is under way stays: taken back now, it would be there twice as soon as it is sent anew.
   */
  take(key) {
    const item = this.#item(key);
    if (!item || item.trying || item.state === 'sent') return null;
    this.remove(key);
    return item;
  }

  /** It was taken along to another address: whether it was sent from there is looked for in the log. */
  putAside(key) {
    if (toSend(this.#item(key) ?? {})) this.change(key, { state: 'carried' });
  }

  get aside() {
    return this.list().some(({ state }) => state === 'carried');
  }

  remove(key) {
    const name = this.#name(key);
    if (name) this.storage.remove(name);
  }

  /** Forgets what the feed has already shown: it has come as far as `cursor`. */
  settle(cursor) {
    for (const item of this.list()) {
      if (item.state === 'sent' && item.id <= cursor) this.remove(item.key);
    }
  }

  /**
   * None of them goes out for now, of all or of one room. The `problem` of the one that was tried is
   * that of all behind it; null for none that is known, and left out where nothing was tried.
   */
  markWaiting({ room = null, problem } = {}) {
    for (const item of (room === null ? this.list() : this.in(room)).filter(toSend)) {
      const why = problem === undefined ? item.problem : problem;
      if (item.state === 'new' || item.problem !== why) this.change(item.key, { state: 'waiting', problem: why });
    }
  }

  watch(changed) {
    this.storage.watch(START, changed);
  }

  #item(key) {
    const name = this.#name(key);
    return name ? this.#read(name) : null;
  }

  /** Null for what something else wrote there: what cannot be changed would be tried without end. */
  #read(name) {
    const item = this.storage.get(name);
    return isItem(item) && name.endsWith(`.${item.key}`) ? item : null;
  }

  #name(key) {
    return this.storage.names(START).find((name) => name.endsWith(`.${key}`));
  }
}

function toSend({ state }) {
  return state === 'new' || state === 'waiting';
}
