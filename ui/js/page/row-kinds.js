/** The row of an entry, by its kind, and what names do to it. A further kind has its branch here and nowhere else. */
import { emptyEvent, eventRow, renamed } from './event.js';
import { isMessage, isNaming } from '../chat/fold.js';
import { messageRow, retag } from './message.js';
import { tellRenaming } from './renaming.js';

export class RowKinds {
  /** `called(entry)` is who did it, told from those that look the same; `calledBefore(entry)` what they were called. */
  constructor({ isMine, shared, nickOf, called, calledBefore }) {
    Object.assign(this, { isMine, shared, nickOf, called, calledBefore });
  }

  row(entry) {
    const node = this.#node(entry);
    this.tellRenaming(node, entry);
    return node;
  }

  /** Somebody is called something else now, or as others are. */
  rename(node, entry) {
    if (isMessage(entry)) retag(node, entry, this.shared);
    else if (!isNaming(entry)) renamed(node, this.#told(entry), this.nickOf);
    this.tellRenaming(node, entry);
  }

  /** Nothing where they were not heard by another name here: to the readers it is no change. */
  tellRenaming(node, entry) {
    tellRenaming(node, entry, { before: this.calledBefore(entry), called: this.called });
  }

  #node(entry) {
    if (isMessage(entry)) return messageRow(entry, { mine: this.isMine(entry), shared: this.shared });
    return isNaming(entry) ? emptyEvent(entry) : eventRow(this.#told(entry), { nickOf: this.nickOf });
  }

  /** What has happened, by somebody who is told from those that look the same. */
  #told(entry) {
    return { ...entry, nick: this.called(entry) };
  }
}
