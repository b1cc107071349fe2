/** The window's own way to notify: for a chat that it shows on plain http, where pages have none. */
import { IN_WINDOW } from '../../in-window.js';
import { noted } from './noted.js';
import { say } from '../../words/words.js';

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

  tell(entry) {
    this.line.notify({ title: this.titleOf(entry.room), text: noted(entry) });
  }

  clear() {
    this.line.forgetNotices();
  }
}
