/** The row of an entry, by its kind, and what names do to it. A further kind has its branch here and nowhere else. */
import { emptyEvent, eventRow, renamed } from './event.js';
import { isMessage, isNaming } from '../../chat/fold.js';
import { messageRow, retag } from './message.js';
import { tellRenaming } from './renaming.js';
import { told } from './changing.js';

export class RowKinds {
  /** `called(entry)` is who did it, told from those that look the same; `calledBefore(entry)` what they were called, `body` what messages say. */
  constructor({ isMine, shared, nickOf, called, calledBefore, body }) {
    Object.assign(this, { isMine, shared, nickOf, called, calledBefore, body });
  }

  /** `items` of the outbox are done to it already. */
  row(entry, items) {
    const node = this.#node(entry, items);
    this.tellRenaming(node, entry);
    return node;
  }

  /** Something was done to it since it was as `before`. */
  change(node, before, entry, items) {
    if (!isMessage(entry)) return;
    markChanging(node, told(items));
    this.body.change(node.querySelector('.message'), before, entry, items);
  }

  /** Somebody is called something else now, or as others are. */
  rename(node, entry) {
    if (isMessage(entry)) this.#retag(node, entry);
    else if (!isNaming(entry)) renamed(node, entry, this);
    this.tellRenaming(node, entry);
  }

  #retag(node, entry) {
    retag(node, entry, this.shared);
    this.body.rename(node.querySelector('.message'), entry);
  }

  /** Nothing where they were not heard by another name here: to the readers it is no change. */
  tellRenaming(node, entry) {
    tellRenaming(node, entry, { before: this.calledBefore(entry), called: this.called });
  }

  #node(entry, items) {
    if (isMessage(entry)) return this.#message(entry, items);
    return isNaming(entry) ? emptyEvent(entry) : eventRow(entry, this);
  }

  #message(entry, items) {
    const body = (article) => this.body.fill(article, entry, items);
    return markChanging(messageRow(entry, { mine: this.isMine(entry), shared: this.shared, body }), told(items));
  }
}

/** It is seen as it will be, and that it is not yet. */
function markChanging(node, items) {
  const waits = items.some(({ state }) => state === 'waiting');
  const refused = items.some(({ state }) => state === 'refused');
  node.classList.toggle('changing', items.length > 0);
  node.classList.toggle('waiting', waits && !refused);
  node.classList.toggle('refused', refused);
  return node;
}
