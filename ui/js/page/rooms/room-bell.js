/** The bell above the messages: how much of the open room one hears, and the way to another choice. */
import { levelWords } from './room-levels.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class RoomBell {
  /** `levels` knows what holds, `choice` is opened by it. */
  constructor(button, { levels, choice }) {
    this.levels = levels;
    this.button = $(button).on('click', () => choice.open(this.name, button));
  }

  /** The room `name` is open; `heard`: there is something to hear of it. */
  show(name, { heard }) {
    this.name = name;
    const now = this.levels.of(name);
    const words = say('level.title', { level: levelWords(now) });
    this.button.prop('hidden', !heard).attr({ 'data-level': now.level, 'aria-label': words, 'title': words });
  }
}
