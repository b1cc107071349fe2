/** Rooms that one has hidden: below all others, behind a line that says how many they are. */
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class HiddenRooms {
  unfolded = false;

  /** `onTurn()` hears that they are to be seen, or not any more. */
  constructor({ onTurn }) {
    this.button = $('<button type="button" class="hidden-rooms" aria-expanded="false">').on('click', () => this.#turn());
    this.node = $('<li class="room-fold">').append(this.button)[0];
    this.onTurn = onTurn;
  }

  show(count) {
    const words = say('rooms.hidden', { count });
    if (this.button.text() !== words) this.button.text(words);
  }

  #turn() {
    this.unfolded = !this.unfolded;
    this.button.attr('aria-expanded', String(this.unfolded));
    this.onTurn();
  }
}
