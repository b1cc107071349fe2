/**
 * Whom somebody has chosen by the names in a text that is not sent yet: two may go by one name, or one comes
 * meanwhile who does. It is kept beside the draft, by rooms, as long as the name stands in that; what was typed,
 * and not chosen, the chat finds out itself.
 */
const KEPT = 'meant.';
const MOST = 20; // Names, as the chat takes them: appliance/chat/mentions.py. Earlier ones go.

export class Meant {
  constructor({ storage }) {
    this.storage = storage;
  }

  /** In what is written in `room`, { name: member } are these. */
  note(room, people) {
    this.storage.set(KEPT + room, joined(this.#of(room), people));
  }

  /** Those of them who are named in `text`; undefined where nobody is. */
  in(room, text) {
    return named(this.#of(room), text);
  }

  /** What is written there is `text` now: who is not named in it any more is not meant. */
  keep(room, text) {
    const before = this.#of(room);
    const now = named(before, text) ?? {};
    if (Object.keys(now).length === Object.keys(before).length) return;
    if (Object.keys(now).length) this.storage.set(KEPT + room, now);
    else this.storage.remove(KEPT + room);
  }

  /** Rooms are called otherwise: what was begun there goes along. */
  mend(called) {
    for (const from of this.storage.names(KEPT).map((name) => name.slice(KEPT.length))) {
      if (called(from) === from) continue;
      this.note(called(from), this.#of(from));
      this.storage.remove(KEPT + from);
    }
  }

  #of(room) {
    const kept = this.storage.get(KEPT + room, null);
    return kept !== null && typeof kept === 'object' ? kept : {};
  }
}

/** The people of `before` and those who were chosen since; of one name the last one. */
export function joined(before, people) {
  const chosen = Object.keys(people);
  const others = Object.entries(before).filter(([name]) => !chosen.includes(name));
  return Object.fromEntries([...others, ...Object.entries(people)].slice(-MOST));
}

/** Those of `people` who are named in `text`; undefined where nobody is. */
export function named(people, text) {
  const found = Object.entries(people).filter(([name]) => text.includes(`@${name}`));
  return found.length ? Object.fromEntries(found) : undefined;
}
