/** The way into a private room by an invitation that the address brings. */
import { refusal } from '../line/api-error.js';
import { say } from '../words/words.js';

export class Invited {
  #secret = null;

  /** `onIn(room)` hears where it led, `onProblem(sentence)` why it did not. */
  constructor({ chat, place, oneself, onIn, onProblem }) {
    Object.assign(this, { chat, place, oneself, onIn, onProblem });
  }

  /** Takes the invitation out of the address; whether there is one. */
  take() {
    this.#secret = this.place.takeSecret();
    return this.#secret !== null;
  }

  /** Comes in by the one that was taken, once the chat knows who we are. */
  async follow() {
    if (this.#secret === null) return;
    const secret = this.#secret;
    this.#secret = null;
    try {
      await this.chat.known;
      this.onIn(await this.chat.private.join({ secret, nick: this.oneself.nick }));
    } catch (error) {
      this.onProblem(say('links.failed', { reason: refusal(error).description }));
    }
  }
}
