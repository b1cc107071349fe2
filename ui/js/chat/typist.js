/** Oneself as who types: the others in a room are told so now and then, for as long as it lasts. */
import { refusal } from '../line/api-error.js';

const EACH = 3000; // Milliseconds; for twice as long each is good.
const MOST = 50; // Where more are here nobody is told, so that nobody need be asked.

export class Typist {
  #told = -Infinity;

  /** `others(room)` is how many there are besides oneself, `wanted()` whether they are to be told. */
  constructor({ api, others, wanted, now = () => performance.now() }) {
    Object.assign(this, { api, others, wanted, now });
  }

  /** Something is typed that is to be said in `room`. */
  async types(room) {
    const others = this.others(room);
    if (!this.wanted() || others < 1 || others >= MOST || this.now() - this.#told < EACH) return;
    this.#told = this.now();
    try {
      await this.api.types(room);
    } catch (error) {
      refusal(error); // Nobody misses it.
    }
  }
}
