/**
 * Which messages this page wrote, known by their keys and not by their member: a browser that keeps
 * no cookies is somebody new at each visit.
 *
 * Nobody knows a key before its message is in the log. Everybody does then, so only the first entry
 * that has it is ours.
 */
const CAPACITY = 1000; // Keys, and ids; over it the oldest look like a stranger's, where cookies are blocked.

export class Own {
  #keys = new Set(); // Of what has not been seen in the log yet.
  #ids = new Set();

  /** Answers the key. */
  wrote(key) {
    keep(this.#keys, key);
    return key;
  }

  /** An entry has come, perhaps the one that a key of ours waits for. */
  recognise({ id, key }) {
    if (this.#keys.delete(key)) keep(this.#ids, id);
  }

  has({ id }) {
    return this.#ids.has(id);
  }

  /** The ids are another log's. What waits to be sent comes to this one. */
  forget() {
    this.#ids.clear();
  }
}

function keep(set, value) {
  set.add(value);
  if (set.size > CAPACITY) set.delete(set.values().next().value);
}
