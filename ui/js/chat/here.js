/** Who is here and who types, as the chat tells it of a room: rules without a page. */
import { EVERY_ROOM } from './room-name.js';

export class Here {
  /** `told(room)` is what is so in it now; `isPrivate(room)`. */
  constructor({ told, isPrivate }) {
    Object.assign(this, { told, isPrivate });
  }

  /** How many are here who read `room`; 0 until that is known. */
  count(room) {
    return this.#of(room).here ?? 0;
  }

  /**
   * They by their names, [{ member, nick, bot, state }]; null where they are too many to be named. Then
   * those of whom was told before are still among what is known.
   */
  people(room) {
    const { here = 0, people = [] } = this.#of(room);
    return here > people.length ? null : people;
  }

  /** Those who type in `room`: [{ member, nick }]. */
  typing(room) {
    return (this.told(room).people ?? []).filter(({ typing }) => typing);
  }

  /** Whether news of `names` are of `room`. */
  concerns(names, room) {
    return names.includes(room) || (!this.isPrivate(room) && names.includes(EVERY_ROOM));
  }

  #of(room) {
    return this.told(this.isPrivate(room) ? room : EVERY_ROOM);
  }
}
