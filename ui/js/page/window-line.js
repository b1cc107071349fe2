/**
 * What the page tells the window that shows it: by titles, one after another, which the window reads
 * and does not show. A browser is told nothing.
 */
import { IN_WINDOW } from '../in-window.js';

const MOST = 5; // That wait to be told; what comes beyond is left out, as the window takes no more notices at once.
const PAUSE = 50; // Milliseconds. WebKit tells of the last of several titles only.
const CALM = 300; // Milliseconds. What was sent by then was not waiting.
const TIMES = 3; // A number is told so often, for a busy WebKit passes over a title now and then,
const AGAIN = 1000; // after so many milliseconds each time.

const pause = () => new Promise((resolve) => { setTimeout(resolve, PAUSE); });

export class WindowLine {
  #waiting = [];
  #telling = false;
  #unsent = 0;
  #told = null; // Not yet: the window may remember a page before this one.
  #timer = null;
  #times = 0; // The number was told since it is this one.

  /** A notification: its title and text. */
  notify(notice) {
    if (this.#waiting.length < MOST) this.#waiting.push(`notify ${JSON.stringify(notice)}`);
    this.#tellAll();
  }

  forgetNotices() {
    this.#waiting = [];
  }

  /** So many messages wait to be sent. */
  unsent(count) {
    if (!IN_WINDOW) return;
    const number = Math.min(count, 9999);
    if (number !== this.#unsent) this.#times = 0;
    this.#unsent = number;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tellAll(), CALM);
  }

  async #tellAll() {
    if (this.#telling) return;
    this.#telling = true;
    await pause();
    while (this.#waiting.length || (IN_WINDOW && this.#told !== this.#unsent)) {
      const count = this.#unsent;
      const notice = this.#waiting.shift();
      const heard = await this.#tell(notice ?? `unsent ${count}`);
      if (!notice && heard) this.#toldOf(count);
    }
    this.#telling = false;
  }

  #toldOf(count) {
    this.#told = count;
    if (count === this.#unsent) this.#times += 1;
    if (this.#times < TIMES) setTimeout(() => this.#tellAgain(), AGAIN);
  }

  #tellAgain() {
    if (this.#times >= TIMES) return;
    this.#told = null;
    this.#tellAll();
  }

  /** Whether the window could read it; the title of before goes on being shown. */
  async #tell(words) {
    const { title } = document;
    document.title = words;
    await pause();
    const heard = document.title === words;
    if (heard) document.title = title;
    await pause();
    return heard;
  }
}
