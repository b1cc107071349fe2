/** The window's title and icon: what can be seen of the chat when it is not being looked at. */
import { picture } from '../invite/picture.js';
import { say } from '../../words/words.js';

const ICONS = { read: picture('icon.svg'), unread: picture('icon-unread.svg') };

export class Title {
  constructor(icon) {
    this.icon = icon;
  }

  show({ name, room, unread, mentions }) {
    const words = (mentions && 'title.mentions') || (unread && 'title.unread') || 'title';
    document.title = say(words, { count: mentions || unread, room, chat: name });
    const href = unread || mentions ? ICONS.unread : ICONS.read;
    if (this.icon.getAttribute('href') !== href) this.icon.setAttribute('href', href);
  }
}
