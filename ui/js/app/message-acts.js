/** What may be done to a message, as the menu at it offers it: a further act is a line here. */
import { addressOf } from '../page/place.js';
import { copied } from '../page/parts/clipboard.js';
import { homeAddress } from '../home.js';

export class MessageActs {
  /** `onReact(entry)` lets an emoji be chosen for it, `onUnread(entry)` hears that it and what follows is to be unread. */
  constructor({ chat, oneself, writing, menu, asTyped, onReact, onUnread }) {
    Object.assign(this, { chat, oneself, writing });
    const open = ({ deleted }) => !deleted && writing.composer.reason === null;
    menu.offer({ word: 'menu.reply', shortcut: 'message.reply', offered: open, act: (entry) => writing.answer(entry) });
    menu.offer({ word: 'menu.react', shortcut: 'message.react', offered: open, act: onReact });
    menu.offer({ word: 'menu.edit', shortcut: 'message.edit', offered: (entry) => writing.editable.may(entry), act: (entry) => writing.change(entry) });
    menu.offer({ word: 'menu.copy', shortcut: 'message.copy', offered: ({ deleted }) => !deleted, act: ({ message }) => this.#copy(message) });
    menu.offer({ word: 'menu.typed', offered: (entry) => !asTyped.has(entry) && asTyped.differs(entry), act: (entry) => asTyped.turn(entry) });
    menu.offer({ word: 'menu.read', offered: (entry) => asTyped.has(entry) && !entry.deleted, act: (entry) => asTyped.turn(entry) });
    menu.offer({ word: 'menu.unread', shortcut: 'message.unread', act: onUnread });
    menu.offer({ word: 'menu.link', act: (entry) => this.#copy(addressOf(this.#address, entry)) });
    menu.offer({ word: 'menu.remove', shortcut: 'message.remove', offered: (entry) => this.#mayRemove(entry), act: (entry) => this.#remove(entry) });
  }

  #mayRemove(entry) {
    return !entry.deleted && (this.chat.isMine(entry) || this.chat.order.keeps(entry.room));
  }

  #remove(entry) {
    const by = this.chat.isMine(entry) ? 'author' : 'host';
    this.chat.change(entry, { kind: 'delete', nick: this.oneself.nick, body: { by } });
  }

  /** Others may be on another machine than this one. */
  get #address() {
    return this.chat.about.addresses[0] ?? homeAddress;
  }

  async #copy(text) {
    this.writing.composer.mention(await copied(text));
  }
}
