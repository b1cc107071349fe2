/** Whose messages somebody does not want to see, in this browser and nowhere else: nobody is told. */
const NAME = 'ignored';
const MOST = 500; // Members; over it the one ignored for longest is heard again.

export class Ignored {
  constructor({ storage, onChange }) {
    this.storage = storage;
    storage.watch(NAME, onChange);
  }

  has(member) {
    return this.#members.includes(member);
  }

  get any() {
    return this.#members.length > 0;
  }

  set(member, ignored) {
    const others = this.#members.filter((each) => each !== member);
    this.storage.set(NAME, [...others, ...(ignored ? [member] : [])].slice(-MOST));
  }

  get #members() {
    const members = this.storage.get(NAME, []);
    return Array.isArray(members) ? members : [];
  }
}
