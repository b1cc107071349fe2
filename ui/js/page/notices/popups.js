/** The system's notifications, where the browser lets a page have them: not on plain http. */
import { noted } from './noted.js';
import { say } from '../../words/words.js';

export class Popups {
  label = say('notify.popups');
  setting = 'notify';
  unlessRefused = true; // Allowed in the browser, or by the app's own window, is allowed.
  #shown = new Map(); // room -> Notification

  constructor({ titleOf, onOpen }) {
    Object.assign(this, { titleOf, onOpen });
  }

  /** Chrome on Android has the class and forbids to make one. */
  static get offered() {
    return window.isSecureContext && 'Notification' in window && !/Android.*Chrome/.test(navigator.userAgent);
  }

  get allowed() {
    return Notification.permission === 'granted';
  }

  /** Asks the user, who must just have pressed something; a sentence if the answer is no. */
  async allow() {
    if (Notification.permission === 'default') await Notification.requestPermission();
    if (this.allowed) return null;
    return say(Notification.permission === 'denied' ? 'notify.blocked' : 'notify.notYet');
  }

  /** One for each room: a newer message takes the place of the one before. */
  tell(entry) {
    const { room } = entry;
    const popup = new Notification(this.titleOf(room), { body: noted(entry), tag: `room ${room}`, renotify: true });
    popup.onclick = () => {
      window.focus();
      this.onOpen(room);
      popup.close();
    };
    this.#shown.set(room, popup);
  }

  /** Somebody is here again. */
  clear() {
    for (const popup of this.#shown.values()) popup.close();
    this.#shown.clear();
  }
}
