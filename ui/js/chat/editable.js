/** Which of one's own messages may still be edited: for as long as the chat says, while one may write there. */
import { chatTime } from '../line/clock.js';
import { isMessage } from './fold.js';

export class Editable {
  constructor(chat) {
    this.chat = chat;
  }

  may(entry) {
    const { edit = 0 } = this.chat.about.limits; // Seconds; null for ever. An older chat knows none.
    const late = edit !== null && chatTime() - Date.parse(entry.time) > edit * 1000;
    return !late && isMessage(entry) && !entry.deleted && this.chat.isMine(entry) && !this.chat.order.closed(entry.room);
  }

  /**
   * The last one of the open room, as `foreseen` says of what waits to be done to it; undefined where
   * there is none, or its end is not here.
   */
  last(foreseen) {
    const { log } = this.chat;
    return log.live ? log.newest(log.length).reverse().map(foreseen).find((entry) => this.may(entry)) : undefined;
  }
}
