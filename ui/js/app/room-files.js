/** The way to all files of the open room: by the button above it, by /files and from the search. What they are seen in is loaded when it is first opened. */
import { later } from '../page/parts/later.js';
import { part } from './part.js';
import { say } from '../words/words.js';

const $ = window.jQuery;
const LOOKED_AT = 200; // Messages at the end of a room that tell whether it has files.

export class RoomFiles {
  #panel = null;
  #some = new Set(); // Rooms that are known to have some.

  /** `hides(entry)`: nobody wants to see it. `on`: begin() before it opens, look(files, at) at pictures, closed(), problem(sentence). */
  constructor({ api, chat, place, hides, on }) {
    Object.assign(this, { api, chat, place, hides, on });
    this.opener = $('#room-files-open').on('click', () => this.open());
  }

  /** The button is there where there is something to see. */
  update() {
    const { log } = this.chat;
    if (!this.#some.has(log.name) && log.newest(LOOKED_AT).some(({ files }) => files?.length)) this.#some.add(log.name);
    this.opener.prop('hidden', !this.#some.has(log.name));
  }

  /** Something was said, or done to what was. */
  hear(news) {
    this.update();
    this.#panel?.hear(news);
  }

  /** Somebody is ignored by now, or no more. */
  rehide() {
    this.#panel?.rehide();
  }

  async open() {
    const panel = await this.#loaded();
    if (!panel) return this.on.problem(say('roomFiles.missing'));
    this.on.begin();
    const { name } = this.chat.log;
    return panel.open(name, this.chat.rooms.titleOf(name));
  }

  async #loaded() {
    if (this.#panel) return this.#panel;
    const script = await later(() => import('../page/files/room-files.js'), 'room-files.css');
    if (!script) return null;
    const { api, chat, place, hides, on } = this;
    this.#panel ??= new script.RoomFiles(part('room-files'), {
      api,
      log: () => chat.log,
      called: (entry) => chat.nicks.called(entry),
      hides: (entry, also) => !chat.isMine(entry) && (hides(entry) || also.has(entry.member)),
      meet: (entries) => chat.people.hearOf(entries, { long: true }),
      hrefOf: (entry) => place.hrefOfMessage(entry),
      onLook: on.look,
      onClose: on.closed,
    });
    return this.#panel;
  }
}
