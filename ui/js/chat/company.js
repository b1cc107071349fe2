/** What the members are called whom this tab has met: by what they said, or because it has asked. */
import { refusal } from '../line/api-error.js';

const CAPACITY = 2000; // Members; over it the one unheard of for longest is asked for again.
const ASKED = 50; // Under way; more wait for the next entry that names them.

export class Company {
  #nicks = new Map(); // member -> nick, null where none is known; those heard of last stand last
  #asking = new Set();

  constructor({ api, onNews }) {
    Object.assign(this, { api, onNews });
  }

  note(member, nick) {
    const before = this.#nicks.get(member) ?? nick;
    this.#nicks.delete(member);
    this.#nicks.set(member, nick);
    if (this.#nicks.size > CAPACITY) this.#nicks.delete(this.#nicks.keys().next().value);
    if (nick !== before) this.onNews(); // They are named in messages.
  }

  /** As `note`, without having heard of them just now. */
  meet(member, nick) {
    if (this.#nicks.get(member) !== nick) this.note(member, nick);
  }

  knows(member) {
    return this.#nicks.has(member);
  }

  /** What a member is called; null where that is not known, perhaps not yet. */
  nickOf(member) {
    if (!this.#nicks.has(member)) this.#ask(member);
    return this.#nicks.get(member) ?? null;
  }

  /** Everybody who has a name but `except`, those heard of last first: [{ member, nick }]. */
  others(except) {
    const all = [...this.#nicks].filter(([member, nick]) => nick && !except.includes(member));
    return all.reverse().map(([member, nick]) => ({ member, nick }));
  }

  async #ask(member) {
    if (this.#asking.has(member) || this.#asking.size >= ASKED) return;
    this.#asking.add(member);
    try {
      this.note(member, (await this.api.person(member)).nick);
      this.onNews();
    } catch (error) {
      if (refusal(error).permanent) this.note(member, null);
    } finally {
      this.#asking.delete(member);
    }
  }
}
