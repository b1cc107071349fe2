/**
 * Whom somebody has chosen by the names in a text that is not sent yet: two may go by one name, or one comes
 * meanwhile who does. It is kept beside the draft, by rooms; what was typed, and not chosen, the chat finds out itself.
 */
const KEPT = 'meant.';
const MOST = 20; // Names, as the chat takes them: appliance/chat/mentions.py. Earlier ones go.

export class Meant {
  constructor({ storage }) {
    this.storage = storage;
  }

  /** In what is written in `room`, { name: member } are these. */
  note(room, people) {
    const others = Object.entries(this.#of(room)).filter(([name]) => !(name in people));
    this.storage.set(KEPT + room, Object.fromEntries([...others, ...Object.entries(people)].slice(-MOST)));
  }

  /** Those of them who are named in `text`; undefined where nobody is. */
  in(room, text) {
    const found = Object.entries(this.#of(room)).filter(([name]) => text.includes(`@${name}`));
    return found.length ? Object.fromEntries(found) : undefined;
  }

  /** What was written there is on its way. */
  forget(room) {
    this.storage.remove(KEPT + room);
  }

  #of(room) {
    const kept = this.storage.get(KEPT + room, null);
    return kept !== null && typeof kept === 'object' ? kept : {};
  }
}
