/** The window's own way to notify: for a chat that it shows on plain http, where pages have none. */
import { IN_WINDOW } from '../in-window.js';
import { shownNick } from '../chat/nicks.js';
import { say } from '../words/words.js';

const LONGEST = 300; // Characters of a message; the window shows no more.
const MOST = 5; // That wait to be told; the window takes no more at once, and these are left out.
const PAUSE = 50; // Milliseconds. WebKit tells of the last of several titles only.
const NOTICE = 'notify ';

const pause = () => new Promise((resolve) => { setTimeout(resolve, PAUSE); });

export class WindowNotices {
  label = say('notify.popups');
  setting = 'notify';
  unlessRefused = true; // As in the window that shows the chat of its own computer.
  allowed = true;
  #waiting = [];
  #telling = false;

  static get offered() {
    return IN_WINDOW;
  }

  async allow() {
    return null;
  }

  tell({ room, nick, message }) {
    const text = say('notify.text', { nick: shownNick(nick), message: [...message].slice(0, LONGEST).join('') });
    if (this.#waiting.length < MOST) this.#waiting.push({ title: room, text });
    if (!this.#telling) this.#tellAll();
  }

  clear() {
    this.#waiting = [];
  }

  /** The window reads them as it reads every title, and goes on showing the one before. */
  async #tellAll() {
    this.#telling = true;
    await pause();
    for (let notice = this.#waiting.shift(); notice; notice = this.#waiting.shift()) {
      const { title } = document;
      document.title = NOTICE + JSON.stringify(notice);
      await pause();
      if (document.title.startsWith(NOTICE)) document.title = title;
      await pause();
    }
    this.#telling = false;
  }
}
