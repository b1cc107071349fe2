/**
 * How many messages are unread where another device has said only how far it has read: counted in the
 * room itself, one room after the other.
 */
import { refusal } from '../line/api-error.js';
import { isMessage } from './fold.js';

const MOST = 20; // Rooms at a time; of others the list says that there is something.
const PAGE = 100; // As many as a list counts for the eye.

export class Counting {
  #counting = false;

  constructor({ api, rooms }) {
    Object.assign(this, { api, rooms });
  }

  async count() {
    if (this.#counting) return;
    this.#counting = true;
    try {
      for (const room of this.#wanted) await this.#count(room);
    } catch (error) {
      refusal(error); // Then it is counted where it is read.
    } finally {
      this.#counting = false;
    }
  }

  get #wanted() {
    return this.rooms.names.filter((room) => this.rooms.uncounted(room) && this.rooms.unread(room) < PAGE).slice(0, MOST);
  }

  async #count(room) {
    const [before, { id }] = [this.rooms.messages(room), this.rooms.seen.of(room)];
    const { messages, more } = await this.api.history(room, { after: id, limit: PAGE });
    if (this.rooms.messages(room) !== before || this.rooms.seen.of(room).id !== id) return; // Something was said, or read, meanwhile.
    this.rooms.unreadAfter(room, id, { count: messages.filter(isMessage).length, least: more });
  }
}
