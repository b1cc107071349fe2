/**
 * Which messages this page wrote, known by their keys and not by their member: a browser that keeps
 * no cookies is somebody new at each visit.
 *
 * Nobody knows a key before its message is in the log. Everybody does then, so only the first entry
 * that has it is ours.
 */
const CAPACITY = 1000; // Beyond it the oldest look like a stranger's again, where cookies are blocked.

export class Own {
  #keys = new Set(); // Of what has not been seen in the log yet.
  #ids = new Set();

  wrote(key) {
    this.#keys.add(key);
  }

  /** An entry has come, perhaps the one that a key of ours waits for. */
  recognise({ id, key }) {
    if (!this.#keys.delete(key)) return;
    this.#ids.add(id);
    if (this.#ids.size > CAPACITY) this.#ids.delete(this.#ids.values().next().value);
  }

  has({ id }) {
    return this.#ids.has(id);
  }
}
