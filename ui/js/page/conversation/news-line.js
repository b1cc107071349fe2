/**
 * The line "New since": above the first message after the one that was read last. It stays as long as the
 * room is open; where it is out of sight, a bar leads there and says how many came since.
 */
import { clockTime } from '../parts/times.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class NewsLine {
  #since = { mark: null, time: null }; // When the first message after a mark was said: at another place of the room it is not at hand.

  /** `seen()` is the last message that was read, `fresh()` counts those that came since: { count, least }. `onGo()`: the reader wants to go there. */
  constructor(bar, { rows, quiet, seen, fresh, onGo }) {
    Object.assign(this, { rows, quiet, seen, fresh });
    this.bar = $(bar).on('click', () => onGo());
    this.words = this.bar.find('span');
  }

  /** From here on what comes is new. */
  begin(log) {
    log.mark = this.seen();
    log.landing = log.mark;
  }

  /** Nothing is new any more. */
  end(log) {
    log.mark = null;
    if (this.rows.newsId !== null) this.quiet.during(() => this.rows.markNews(null));
    this.show(log);
  }

  /** Once the first message below it is rendered; false if nothing changes. */
  draw(log) {
    const { rows } = this;
    const first = this.#first(log);
    if (!first || rows.newsId === first.id) return false;
    this.#since = { mark: log.mark, time: first.time };
    this.quiet.during(() => rows.markNews(first.id));
    return true;
  }

  /** Whether the line can be had from what is here. */
  has(log) {
    return this.#first(log) !== undefined;
  }

  /** The reader is somewhere else now. */
  show(log) {
    const at = log.mark === null || !log.loaded ? null : this.#side(log);
    const { count, least } = at ? this.fresh() : { count: 0 };
    this.bar.prop('hidden', !count).toggleClass('below', at === 'below');
    if (count) this.#say(log, least ? say('rooms.many', { count }) : count, count);
  }

  #say(log, shown, count) {
    const time = this.#since.mark === log.mark && this.#since.time;
    const words = time ? say('news.bar', { shown, count, time: clockTime(time) }) : say('news.barOnly', { shown, count });
    if (this.words.text() !== words) this.words.text(words);
  }

  #first(log) {
    return log.mark !== null && log.reaches(log.mark) ? log.after(log.mark, 1)[0] : undefined;
  }

  /** Where the line is out of sight: `above` or `below`; null where it can be seen, or would be. */
  #side(log) {
    const line = this.rows.news?.querySelector('.news');
    if (!line) return this.rows.empty ? null : log.mark < this.rows.firstId ? 'above' : log.mark > this.rows.lastId ? 'below' : null;
    const { top, bottom } = line.getBoundingClientRect();
    const window = line.closest('.conversation').getBoundingClientRect();
    if (bottom <= window.top) return 'above';
    return top >= window.bottom ? 'below' : null;
  }
}
