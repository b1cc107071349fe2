/**
 * What is not in the feed: how we stand with the chat, which rooms there are, how far they are read. It is
 * learned before the first word is heard, and anew wherever the feed does not lead on from what this tab
 * knows: another chat may be at the address by now.
 */
import { outlived } from '../line/api-error.js';
import { settleArrived } from './arrived.js';
import { Backoff } from '../line/backoff.js';
import { turn } from '../turn.js';

export class Loading {
  going = false;
  #backoff;
  #know;
  known = new Promise((resolve) => { this.#know = resolve; }); // We are a member, the rooms are listed, and one is open.
  #exchanged = false; // Whether another log has come in the place of the one that is still read.

  /** `door.stops(about)` resolves when we may come in. */
  constructor({ chat, api, storage, outbox, visible, door }) {
    Object.assign(this, { chat, api, storage, outbox, door });
    this.#backoff = new Backoff({ visible });
  }

  /** Learns it, however long that takes, and listens from where it ends. */
  async begin() {
    if (this.going) return;
    this.going = true;
    const { chat } = this;
    chat.line.listen(null);
    while (!(await this.#loaded())) {
      await this.#backoff.pause(chat.line.state.until - Date.now());
    }
    this.going = false;
    this.#mend();
    if (chat.reading.kept) chat.on.log(chat.log);
    else chat.open(chat.rooms.called(chat.log.name));
    this.#know();
    if (chat.line.leader.leading) chat.counting.count();
  }

  /** There is a reason to try again now. */
  wake() {
    this.#backoff.wake();
  }

  async #loaded() {
    const { line, rooms, reading, mentions, on } = this.chat;
    try {
      await this.#introduce(); // Alone and first: it may set the cookie that makes us a member.
      while (await this.door.stops(this.chat.about)) await this.#introduce(); // Inside more is told.
      const before = rooms.marks.untold;
      const answer = await this.api.rooms();
      const cursor = Number(answer.cursor);
      this.chat.order.learn(answer);
      this.chat.levels.learn(answer.rooms);
      const { log, you } = this.chat.about;
      rooms.load(answer.rooms, { log, member: you.member, read: answer.read, cursor, before });
      rooms.add(reading.log.name);
      mentions.learn(answer.rooms, cursor);
      on.order();
      await turn(); // A thousand rooms are heard of in one, and what comes now is another's.
      await settleArrived({ api: this.api, outbox: this.outbox });
      reading.clear({ same: !this.#exchanged });
      this.#exchanged = false;
      this.#backoff.reset();
      line.up();
      line.listen(answer.cursor);
      this.outbox.settle(line.cursor);
      return true;
    } catch (error) {
      const failed = outlived(error);
      line.down({ delay: this.#backoff.next(failed?.retryAfter), description: failed?.description ?? null });
      return false;
    }
  }

  async #introduce() {
    const { chat } = this;
    const before = chat.about.log;
    chat.meet(await this.api.about());
    const { log, you } = chat.about;
    if (log !== before) this.#forget();
    chat.order.introduce(you);
    const others = this.storage.enter(log, you.member); // What is kept here is another chat's.
    if (!chat.rooms.seen.begun(log)) this.outbox.settle(Infinity);
    chat.on.about({ others });
  }

  /** What this tab knew is of another log; what all tabs know another one may have begun anew already. */
  #forget() {
    const { order, rooms, mentions, people, log } = this.chat;
    this.#exchanged = true;
    order.forget();
    rooms.forget();
    mentions.forget();
    rooms.add(log.name);
    people.own.forget();
  }

  /** It is known which rooms there are: what was begun under other names, here or in an earlier visit, goes along. */
  #mend() {
    const { rooms, on } = this.chat;
    const called = (room) => rooms.called(room);
    for (const name of rooms.names) if (called(name) !== name) rooms.leave(name);
    this.outbox.mend(called);
    on.called(called);
  }
}
