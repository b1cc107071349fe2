/**
 * What one may do with private rooms and conversations, and when the list of rooms is to be asked for
 * anew: the poll tells of a room's entries, not of who may read them.
 */
import { refusal } from '../line/api-error.js';
import { isPrivate } from './room-name.js';

export class PrivateRooms {
  #asking = false;
  #again = false;

  /** `onRooms(answer)` takes the server's list, with who is folded away. */
  constructor({ api, member, rooms, onRooms }) {
    Object.assign(this, { api, member, rooms, onRooms });
  }

  /** Makes a room with nobody else in it; what it is called in addresses. */
  async make({ title, nick, key }) {
    const { room } = await this.api.makeRoom({ name: title, nick, key, private: true });
    await this.refresh();
    return room;
  }

  /** The conversation with these people, which may be there already. */
  async direct({ members, nick }) {
    const { room } = await this.api.direct({ members, nick });
    await this.refresh();
    return room;
  }

  /** Comes in by an invitation's secret; the room. */
  async join({ secret, nick }) {
    const { room } = await this.api.join({ secret, nick });
    await this.refresh();
    return room;
  }

  async leave(room, { nick, key }) {
    await this.api.takeOut(room, this.member(), { nick, key });
    await this.refresh();
  }

  /** A room that is not in the list yet has said something: somebody has let us in. */
  hear(entries) {
    if (entries.some(({ room }) => isPrivate(room) && !this.rooms.about(room))) this.refresh();
  }

  /** Asks once for all who want it meanwhile, and once more for who wanted it while it was asked. */
  async refresh() {
    this.#again = true;
    if (this.#asking) return this.#asking;
    this.#asking = this.#ask();
    return this.#asking;
  }

  async #ask() {
    try {
      while (this.#again) {
        this.#again = false;
        this.onRooms(await this.api.rooms());
      }
    } catch (error) {
      refusal(error); // The line says so, and loads all when it is back.
    } finally {
      this.#asking = false;
    }
  }
}
