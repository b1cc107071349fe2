/**
 * The bell above the messages: how much of the open room one hears, and the choice of another level, for
 * now or for a while. A choice holds at once, and on all devices.
 */
import { attempt } from '../parts/attempt.js';
import { hourOn, tomorrow } from '../../chat/levels.js';
import { Panel } from '../parts/panel.js';
import { place } from '../parts/placed.js';
import { say } from '../../words/words.js';
import { dated, isToday, sameDay } from '../parts/times.js';

const $ = window.jQuery;
const WORDS = { all: 'level.all', mentions: 'level.mentions', nothing: 'level.nothing', hidden: 'level.hidden' };
const WHILES = { hour: hourOn, tomorrow };

export class RoomBell {
  #room = null; // Of which the choice is open.

  /** `levels` knows what holds, `onRead()` says that the room has been read, `onReadAll()` that all have. */
  constructor(button, dialog, { levels, titleOf, onRead, onReadAll, onClose }) {
    Object.assign(this, { levels, titleOf });
    this.button = $(button).on('click', () => this.#open());
    this.panel = new Panel(dialog, { onClose });
    const { root } = this.panel;
    this.until = root.find('.level-until');
    this.problem = root.find('.problem');
    root.on('change', '[type=radio]', ({ target }) => this.#choose({ level: target.value }));
    root.on('click', '[data-while]', ({ currentTarget }) => this.#choose({ level: 'nothing', until: WHILES[currentTarget.dataset.while]() }));
    root.on('click', '.level-read', () => this.#do(onRead));
    root.on('click', '.level-read-all', () => this.#do(onReadAll));
  }

  /** The room `name` is open; where nothing was said yet in it, and nothing decided, there is nothing to hear. */
  show(name, { heard }) {
    const { level, until } = this.levels.of(name);
    this.name = name;
    const words = say('level.title', { level: until === null ? say(WORDS[level]) : untilWords(until) });
    this.button.prop('hidden', !heard && level === 'all').attr({ 'data-level': level, 'aria-label': words, title: words });
    if (this.#room !== null) this.#fill();
  }

  #open() {
    this.#room = this.name;
    this.problem.text('');
    this.#fill();
    this.panel.open();
    place(this.panel.dialog, this.button[0].getBoundingClientRect());
    this.panel.root.find(':checked').trigger('focus');
  }

  /** What holds is marked, unless it is for a while only. */
  #fill() {
    const { level, until } = this.levels.of(this.#room);
    this.panel.root.find('legend bdi').text(this.titleOf(this.#room));
    this.until.prop('hidden', until === null).text(until === null ? '' : untilWords(until));
    this.panel.root.find('[type=radio]').each((_, input) => { $(input).prop('checked', input.value === level); });
  }

  #choose(wanted) {
    const room = this.#room;
    return attempt(async () => {
      await this.levels.set(room, wanted);
      if (this.panel.isOpen && 'until' in wanted) this.panel.close();
    }, (words) => { this.problem.text(words); this.#fill(); });
  }

  /** Closed first: it gives the focus back. */
  #do(act) {
    this.panel.close();
    act();
  }
}

function dayOn(now = new Date()) {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
}

function untilWords(until) {
  const time = new Date(until).toISOString();
  if (isToday(time)) return say('level.until', dated(time));
  return say(sameDay(time, dayOn()) ? 'level.untilTomorrow' : 'level.untilDay', dated(time));
}
