/** The open room as one writes in it: the box, where the keys go, and what was taken back. */
import { Composer } from '../page/composer.js';
import { OfferedFiles } from '../page/offered-files.js';
import { part } from './part.js';
import { say } from '../words/words.js';
import { Typing } from '../page/typing.js';

export class Writing {
  /** `onGrow()` hears that the box has another size, `onSent()` that a message is on its way. */
  constructor({ chat, outbox, oneself, storage, onGrow, onSent }) {
    Object.assign(this, { chat, outbox, oneself, onSent });
    this.composer = new Composer(part('chatform'), { storage, onSend: (message) => this.#send(message), onGrow });
    this.typing = new Typing(part('message'), {
      places: [part('main'), part('room-list')], pages: part('conversation'),
    });
  }

  /** From the name on to the message, which may have waited for it. */
  named(asked) {
    this.composer.focus();
    if (asked) this.composer.send();
  }

  /** Who has closed a dialog goes on where they were. */
  regain() {
    if (document.activeElement === document.body) this.typing.resume();
  }

  /** `early` was written before this script had come. */
  begin(early) {
    if (early && early !== part('message').value) this.composer.restore(early);
    new OfferedFiles({ onOffer: () => this.composer.complain(say('composer.files')) });
  }

  /** A message goes back into the box. */
  edit(key) {
    this.#takeBack(key, (message) => this.composer.restore(message));
  }

  /** A message is not to be sent after all. */
  remove(key) {
    this.#takeBack(key);
  }

  /** A change is not to be made after all. */
  undo(key) {
    if (this.outbox.take(key)?.unsure) this.composer.tell(say('changing.unsure'));
  }

  /** Whether it is taken; if not, why not is told. */
  #send(message) {
    if (this.oneself.nickname.ask()) this.composer.tell(say('nick.asked'));
    else if (this.outbox.full) this.composer.complain(say('composer.full'));
    else {
      this.chat.send({ nick: this.oneself.nick, message });
      this.onSent();
      return true;
    }
    return false;
  }

  /** A message that was not sent; of one that may have arrived this is said. */
  #takeBack(key, use = () => {}) {
    const item = this.outbox.take(key);
    if (!item) return;
    use(item.message ?? item.body.message);
    if (item.unsure) this.composer.tell(say('pending.unsure'));
  }
}
