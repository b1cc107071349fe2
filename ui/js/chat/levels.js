/**
 * What a member wants to hear of each room, the same on all devices: `all`, `mentions` (and answers to
 * what they said), `nothing`, or `hidden`, which is nothing and out of the list. It may hold until a time only.
 */
import { chatTime } from '../line/clock.js';

const MORNING = 8; // The hour at which tomorrow begins for who wants to be left alone until then.
const LONGEST = 24 * 60 * 60 * 1000; // Milliseconds; browsers take no timer of a month.
const FULL = { level: 'all', until: null };
const TOLD = { // Of a message: whether one is called for it, by whether it concerns one.
  all: () => true,
  mentions: (concerns) => concerns(),
  nothing: () => false,
  hidden: () => false,
};

export class Levels {
  #known = new Map(); // room -> { level, until, then }, of those that are not just `all`
  #timer = null;

  /** `onTold(now)` gives what the chat answered to all tabs, `onTurn()` hears that another level holds somewhere. */
  constructor({ api, onTold, onTurn, now = () => Date.now() }) {
    Object.assign(this, { api, onTold, onTurn, now });
  }

  /** What holds of a room: { level, until } in milliseconds since 1970, null: until it is changed. */
  of(room) {
    const known = this.#known.get(room);
    if (!known) return FULL;
    return known.until !== null && known.until <= this.now() ? { level: known.then, until: null } : known;
  }

  /** Whether somebody is called for a message of a room; `concerns()` says whether it concerns them. */
  calls(room, concerns) {
    return TOLD[this.of(room).level](concerns);
  }

  /** Whether what is said there is not counted beside what is to be read. */
  mutes(room) {
    return this.hides(room) || this.of(room).level === 'nothing';
  }

  hides(room) {
    return this.of(room).level === 'hidden';
  }

  /** The chat's list of rooms. */
  learn(rooms) {
    this.#known.clear();
    for (const room of rooms) this.#note(room.name, room);
    this.#plan();
  }

  /** What the chat says of rooms just now. */
  hear(now) {
    const told = Object.entries(now).filter(([, { level }]) => level !== undefined && level in TOLD);
    const before = told.map(([room]) => JSON.stringify(this.of(room)));
    for (const [room, state] of told) this.#note(room, state);
    if (told.every(([room], at) => JSON.stringify(this.of(room)) === before[at])) return;
    this.#plan();
    this.onTurn();
  }

  /** They want to hear so much of a room, `until` then (in milliseconds since 1970), else from now on. */
  async set(room, { level, until = null }) {
    const time = until === null ? {} : { until: new Date(until + chatTime() - Date.now()).toISOString() };
    const { room: name, ...state } = await this.api.setLevel(room, { level, ...time });
    this.onTold({ [name]: state });
  }

  #note(room, { level = FULL.level, until = null, then = FULL.level }) {
    const end = until === null ? null : Date.parse(until) - chatTime() + Date.now();
    if (level === FULL.level && end === null) this.#known.delete(room);
    else this.#known.set(room, { level, until: end, then });
  }

  /** At the end of the first that ends. */
  #plan() {
    clearTimeout(this.#timer);
    const ends = [...this.#known.values()].map(({ until }) => until).filter((until) => until !== null && until > this.now());
    if (ends.length) this.#timer = setTimeout(() => { this.#plan(); this.onTurn(); }, Math.min(LONGEST, Math.min(...ends) - this.now() + 1));
  }
}

/** An hour from now. */
export function hourOn(now = Date.now()) {
  return now + 60 * 60 * 1000;
}

/** The morning of the next day. */
export function tomorrow(now = new Date()) {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING).getTime();
}
