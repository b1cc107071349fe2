/** The window's own way to notify: for a chat that it shows on plain http, where pages have none. */
import { IN_WINDOW } from '../../in-window.js';
import { shownNick } from '../../chat/nicks.js';
import { plainWords } from '../../format/plain-words.js';
import { say } from '../../words/words.js';

const LONGEST = 300; // Characters of a message; the window shows no more.

export class WindowNotices {
  label = say('notify.popups');
  setting = 'notify';
  unlessRefused = true; // As in the window that shows the chat of its own computer.
  allowed = true;

  constructor(line, { titleOf }) {
    Object.assign(this, { line, titleOf });
  }

  static get offered() {
    return IN_WINDOW;
  }

  async allow() {
    return null;
  }

  tell({ room, nick, message }) {
    const text = say('notify.text', { nick: shownNick(nick), message: [...plainWords(message)].slice(0, LONGEST).join('') });
    this.line.notify({ title: this.titleOf(room), text });
  }

  clear() {
    this.line.forgetNotices();
  }
}
