/**
 * What is so only now, by rooms, the same in every tab: the poll tells what is another, the leader
 * passes it on. A tab that finds itself behind asks the leader for all of it, and the server nothing.
 *
 * Of each room only the last state counts, and what a state does not say holds as it was told before.
 */
export class Now {
  version = 0; // How far the server has told; 0 is told all.
  #rooms = {};

  /** `onNews(names, now)` hears of which rooms something else is so, and what was said of them just now. */
  constructor({ tabs, leading, onNews }) {
    Object.assign(this, { tabs, onNews });
    tabs.on('now', (told) => this.#take(told));
    tabs.on('own', ({ now }) => this.#put(now));
    tabs.on('now?', () => leading() && this.#tell({ since: 0, version: this.version, now: this.#rooms, all: true }));
  }

  /** What is so in `room`: { here, people, … }, as far as it is known. */
  in(room) {
    return this.#rooms[room] ?? {};
  }

  /** All is to be told anew: the chat may be another one. What is known holds until then. */
  doubt() {
    this.version = 0;
  }

  /** An answer this tab got itself, as the leader, to who knew of `since`. */
  publish(since, { version, now, all }) {
    if (version === since && !now) return;
    const told = { since, version, now, all };
    this.#tell(told);
    this.#take(told);
  }

  /** What the chat has answered this tab, which perhaps tells nobody else: { room: state }. */
  own(now) {
    this.tabs.post('own', { now });
    this.#put(now);
  }

  /** The leader has come this far; one of an older page says nothing of it. */
  heardOf(version) {
    if (version && version !== this.version) this.tabs.post('now?');
  }

  #tell(told) {
    this.tabs.post('now', told);
  }

  #take({ since, version, now = {}, all = false }) {
    if (!all && since > this.version) return this.tabs.post('now?');
    const before = all ? Object.keys(this.#rooms) : [];
    if (all) this.#rooms = {};
    this.version = version;
    return this.#put(now, before);
  }

  #put(now, before = []) {
    for (const [room, state] of Object.entries(now)) this.#rooms[room] = { ...this.#rooms[room], ...state };
    this.onNews([...new Set([...before, ...Object.keys(now)])], now);
  }
}
