/**
 * How much of a room one wants to hear, for now or for a while: a choice at the bell above its messages, and
 * at each room of the list. It holds at once, and on all devices.
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

export class RoomLevels {
  #room = null; // Of which the choice is open.

  /** `levels` knows what holds, `onRead(room)` says that the room has been read, `onReadAll()` that all have. */
  constructor(dialog, { levels, titleOf, onRead, onReadAll, onClose }) {
    Object.assign(this, { levels, titleOf });
    this.panel = new Panel(dialog, { onClose });
    const { root } = this.panel;
    this.until = root.find('.level-until');
    this.problem = root.find('.problem');
    // The finger that has opened it is lifted over it.
    dialog.addEventListener('click', (event) => { if (event.detail && !this.panel.pressed) event.preventDefault(); }, true);
    root.on('change', '[type=radio]', ({ target }) => this.#choose({ level: target.value }));
    root.on('click', '[data-while]', ({ currentTarget }) => this.#choose({ level: 'nothing', until: WHILES[currentTarget.dataset.while]() }));
    root.on('click', '.level-read', () => this.#do(() => onRead(this.#room)));
    root.on('click', '.level-read-all', () => this.#do(onReadAll));
  }

  /** Of the room `name`, at a node of the page. */
  open(name, node) {
    this.#room = name;
    this.problem.text('');
    this.#fill();
    this.panel.pressed = null;
    this.panel.open();
    place(this.panel.dialog, node.getBoundingClientRect());
    this.panel.root.find(':checked').trigger('focus');
  }

  /** Something else may hold now. */
  update() {
    if (this.#room !== null) this.#fill();
  }

  /** What holds is marked, unless it is for a while only. */
  #fill() {
    const now = this.levels.of(this.#room);
    const { level, until } = now;
    this.panel.root.find('legend bdi').text(this.titleOf(this.#room));
    this.until.prop('hidden', until === null).text(until === null ? '' : levelWords(now));
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

/** What holds of a room, as words; `until` then, if there is such a time. */
export function levelWords({ level, until }) {
  if (until === null) return say(WORDS[level]);
  const time = new Date(until).toISOString();
  if (isToday(time)) return say('level.until', dated(time));
  return say(sameDay(time, dayOn()) ? 'level.untilTomorrow' : 'level.untilDay', dated(time));
}

function dayOn(now = new Date()) {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
}
