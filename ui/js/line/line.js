/**
 * This browser's line to the server: one poll and one courier for all tabs, run by the tab that
 * leads, and the same feed and the same state of the connection in each of them.
 *
 * States: { phase: 'connecting' }, { phase: 'connected' },
 * { phase: 'waiting', until (ms since 1970), description (what the server said, or null),
 * closed (whether its owner has closed the chat, and it need not come back) }.
 */
import { Addresses } from './addresses.js';
import { Away } from './away.js';
import { Backoff } from './backoff.js';
import { Courier } from './courier.js';
import { cursorOf, partsOf } from './cursor.js';
import { Feed } from './feed.js';
import { Hold } from './hold.js';
import { Leader } from './leader.js';
import { Now } from './now.js';
import { Poll } from './poll.js';
import { Teller } from './teller.js';

export class Line {
  state = { phase: 'connecting' };
  closed = false; // What the last answer said.

  constructor({ api, tabs, storage, outbox, marks, id, visible, near, onEntries, onTruncated, onNow, onOther, onState, onAddress, onRights }) {
    Object.assign(this, { tabs, outbox, visible, onState, onRights });
    this.feed = new Feed({ api, tabs, onEntries, onTruncated });
    this.now = new Now({ tabs, leading: () => this.leader.leading, onNews: onNow });
    this.away = new Away({ visible });
    this.poll = new Poll({
      api,
      backoff: new Backoff({ visible }),
      hold: new Hold(),
      cursor: () => cursorOf(this.cursor, this.now.version),
      away: () => this.away.now,
      onAnswer: (since, answer, { early }) => {
        this.closed = answer.closed === true;
        this.#publish(partsOf(since), answer);
        if (early) this.#rightsChanged();
      },
      onUp: () => this.up(),
      onDown: (trouble) => this.down(trouble),
      onOutside: () => this.#other(onOther),
    });
    this.courier = new Courier({
      api,
      outbox,
      id,
      backoff: new Backoff({ visible }),
      cursor: () => this.cursor ?? 0,
      chat: () => storage.log,
      onOther: () => this.#other(onOther),
      // Else the poll knows, and asks when it thinks best.
      onLate: () => this.state.phase === 'connected' && this.poll.doubt(),
    });
    this.teller = new Teller({
      api,
      marks,
      backoff: new Backoff({ visible }),
      cursor: () => this.cursor,
      ready: () => this.leader.leading && this.cursor !== null && this.state.phase === 'connected',
      onTold: (now) => this.now.own(now),
    });
    this.addresses = new Addresses({
      api,
      tabs,
      wanted: () => near() && visible() && this.leader.leading && this.cursor !== null && this.state.phase === 'connected',
      onNews: onAddress,
    });
    this.leader = new Leader({
      tabs,
      storage: storage.address,
      id,
      visible,
      note: () => ({ cursor: this.cursor, version: this.now.version, state: this.state }),
      onLead: () => this.#lead(),
      onFollow: () => this.#follow(),
      onNote: (note) => this.#heed(note),
    });
    tabs.on('rights', () => onRights());
    tabs.on('other', onOther);
    tabs.on('retry', () => this.leader.leading && this.retry());
    tabs.on('doubt', () => this.leader.leading && this.doubt());
    tabs.on('up', () => this.leader.leading && this.state.phase === 'waiting' && this.retry());
    outbox.watch(() => this.courier.wake());
  }

  /** The last id this tab knows of, or null while it does not listen. */
  get cursor() {
    return this.feed.cursor;
  }

  /** Listens from `cursor` on; null stops listening. */
  listen(cursor) {
    this.#follow();
    this.now.doubt();
    this.feed.start(cursor);
    if (this.leader.leading) this.#lead();
  }

  /** Try to reach the server now, whichever tab does that. */
  retry() {
    if (!this.leader.leading) return this.tabs.post('retry');
    if (this.cursor !== null) this.poll.retry();
    return this.courier.retry();
  }

  /** Rooms may take again what waits for them. */
  release() {
    this.courier.release();
  }

  /** What is under way may be on a dead connection; whichever tab has it asks anew. */
  doubt() {
    if (!this.leader.leading) return this.tabs.post('doubt');
    if (this.cursor !== null) this.poll.doubt();
    return this.courier.retry();
  }

  /** The server has answered this tab; a leader that waits for it need not wait any longer. */
  up() {
    if (!this.leader.leading) this.tabs.post('up');
    this.#tell({ phase: 'connected' });
    this.courier.doubt();
    this.courier.retry();
  }

  down({ delay, description }) {
    this.outbox.markWaiting();
    this.#tell({ phase: 'waiting', until: Date.now() + delay, description, closed: this.closed });
  }

  /** The page is seen from now on, or not any more. */
  sighted() {
    this.away.see();
    this.poll.seen();
    this.leader.visibilityChanged();
    this.addresses.update();
    if (!this.visible()) this.teller.hurry();
  }

  /** What is so only now comes first: who has said something types no more. */
  #publish({ entry, version }, answer) {
    const told = partsOf(answer.cursor);
    this.now.publish(version, { version: told.version, now: answer.now, all: answer.all });
    this.feed.publish(entry, { ...answer, cursor: told.entry });
  }

  /** All tabs look anew which chat this is, and whether they are in it. */
  #other(onOther) {
    this.tabs.post('other');
    onOther();
  }

  /** Nothing goes out before the page knows who it is: two first requests would make two members. */
  #lead() {
    this.courier.takeOver();
    this.away.see();
    if (this.cursor === null) return;
    this.courier.start();
    this.poll.start();
    this.teller.start();
    this.addresses.update();
  }

  #follow() {
    this.poll.stop();
    this.courier.stop();
    this.addresses.stop();
  }

  /** All tabs are the same member. */
  #rightsChanged() {
    this.tabs.post('rights');
    this.onRights();
  }

  /** What the leading tab says with every beat. */
  #heed({ cursor, version, state }) {
    this.feed.heardOf(cursor);
    this.now.heardOf(version);
    const same = state.phase === this.state.phase && state.until === this.state.until;
    if (!same && state.phase !== 'connecting') this.#tell(state);
  }

  #tell(state) {
    const before = this.state;
    this.state = state;
    if (this.leader.leading) this.leader.beat();
    this.addresses.update();
    this.teller.wake();
    this.onState(state, before);
  }
}
