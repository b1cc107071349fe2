/** What is told of the chat where nobody looks at it: by the first of the ways that there is here. */
import { Attention } from '../page/notices/attention.js';
import { Chime } from '../page/notices/chime.js';
import { isMessage } from '../chat/fold.js';
import { looking } from './sight.js';
import { Notifier } from '../page/notices/notifier.js';
import { NotifySwitch } from '../page/notices/notify-switch.js';
import { part } from './part.js';
import { Popups } from '../page/notices/popups.js';
import { say } from '../words/words.js';
import { WindowNotices } from '../page/notices/window-notices.js';

export class Telling {
  /** `onOpen(room)` leads to what was told of. */
  constructor({ chat, storage, tabs, parents, ignored, windowLine, onOpen }) {
    Object.assign(this, { chat, parents, ignored });
    const titleOf = (room) => chat.rooms.titleOf(room);
    this.notifier = new Notifier({
      voice: voice(windowLine, { titleOf, onOpen }),
      storage: storage.address,
      attention: new Attention({ tabs, looking }),
      leading: () => chat.line.leader.leading,
      called: (entry) => chat.nicks.called(entry),
      names: (entry) => chat.mentions.names(entry),
    });
    this.notifySwitch = new NotifySwitch(part('notify'), { notifier: this.notifier });
  }

  /**
   * What others have said, but for who is ignored, or folded away for everybody, as far as somebody wants
   * to hear of the room.
   */
  async tell(news) {
    if (!this.notifier.tells) return;
    const said = news.filter((entry) => isMessage(entry) && !this.chat.isMine(entry) && !this.#silent(entry));
    const calls = await Promise.all(said.map((entry) => this.chat.levels.calls(entry.room, () => this.#concerns(entry))));
    this.notifier.tell(said.filter((_, at) => calls[at]));
  }

  /** Whether it names us, or all who are here, or answers something that we have said. */
  async #concerns(entry) {
    if (this.chat.mentions.names(entry)) return true;
    const parent = entry.reply ? await this.parents.known(entry.reply) : null;
    return parent !== null && this.chat.isMine(parent);
  }

  #silent({ member }) {
    return this.ignored.has(member) || this.chat.order.hides(member);
  }

  knock({ nick }) {
    this.notifier.tell([{ room: this.chat.log.name, nick, message: say('door.knocks') }]);
  }

  /** Somebody looks again. */
  clear() {
    this.notifier.clear();
    this.notifySwitch.show();
  }
}

function voice(windowLine, options) {
  if (Popups.offered) return new Popups(options);
  return WindowNotices.offered ? new WindowNotices(windowLine, options) : new Chime();
}
