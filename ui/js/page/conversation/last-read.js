/**
 * What was said last in the room that is read, kept for the window: it shows that while it waits for
 * this chat and the chat is not there (ui/window/last.js). A browser keeps nothing of it; and of private
 * rooms nothing is kept at all, as who is taken out of one is to have nothing of it.
 */
import { IN_WINDOW } from '../../in-window.js';
import { isMessage } from '../../chat/fold.js';
import { isPrivate } from '../../chat/room-name.js';
import { toldOf } from '../../chat/told.js';

const NAME = 'last';
const MOST = 30; // Messages; those before are not kept.
const LONGEST = 500; // Characters of one; the rest of it is not kept.
const CALM = 500; // Milliseconds from one writing to the next, where much is said. A window may be gone soon after.

export class LastRead {
  #timer = null;
  #kept = -CALM; // When it was written, by performance.now().

  /** `log()` is the open room's; of whom `hides(entry)` says so nothing is kept. */
  constructor({ storage, log, titleOf, hides }) {
    Object.assign(this, { storage, log, titleOf, hides });
    if (IN_WINDOW) window.addEventListener('pagehide', () => this.#keep());
  }

  /** Something else is read, or what is read is not as it was: also what was taken back goes from here. */
  changed() {
    if (IN_WINDOW) this.#timer ??= setTimeout(() => this.#keep(), Math.max(0, this.#kept + CALM - performance.now()));
  }

  /** We may not read it any more. */
  forget() {
    this.#calm();
    this.storage.remove(NAME);
  }

  #keep() {
    this.#calm();
    const log = this.log();
    if (!log?.live || isPrivate(log.name)) return;
    this.#kept = performance.now();
    const said = log.newest(MOST).filter((entry) => isMessage(entry) && toldOf(entry) && !this.hides(entry));
    const lines = said.map((entry) => ({ nick: entry.nick, time: entry.time, text: toldOf(entry).slice(0, LONGEST) }));
    this.storage.set(NAME, { room: this.titleOf(log.name), lines });
  }

  #calm() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }
}
