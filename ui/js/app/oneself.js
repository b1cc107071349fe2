/** Who one is here: the name one writes under, and the devices on which one is the same person. */
import { refusal } from '../line/api-error.js';
import { Arrival, arriving } from '../page/arrival.js';
import { Devices } from '../page/people/devices.js';
import { Nickname } from '../page/people/nickname.js';
import { part } from './part.js';
import { randomKey } from '../line/random-key.js';
import { say } from '../words/words.js';
import { ShownSwitch } from '../page/people/shown-switch.js';

const $ = window.jQuery;

export class Oneself {
  /**
   * Made before the room is read from the address, which may bring a link from another device. `on`:
   * named(asked), refused(sentence), told(sentence), shown() or not any more, room() to show again in the address,
   * closed() of a dialog.
   */
  constructor({ api, chat, storage, tabs, on }) {
    Object.assign(this, { api, chat, tabs, on });
    this.brought = arriving();
    $(window).on('hashchange', (event) => this.#arriveLater(event)); // Before it goes to a room of that name.
    const onArrive = (secret) => this.#arrive(secret);
    this.nickname = new Nickname(part('nick'), {
      storage, opener: part('nick-open'), onDone: on.named, onChange: (nick) => this.#rename(nick),
    });
    this.shownSwitch = new ShownSwitch(part('shown'), { onTurn: (shown) => this.#turn(shown) });
    tabs.on('shown', ({ shown }) => this.#showShown(shown));
    this.arrival = new Arrival(part('arrival'), { onArrive });
    this.devices = new Devices(part('device'), { api, known: () => this.#known, onArrive, onClose: on.closed });
  }

  get nick() {
    return this.nickname.value;
  }

  /** Whether others are told that one is here. */
  get shown() {
    return this.shownSwitch.shown;
  }

  get member() {
    return this.chat.about.you.member;
  }

  /** The chat has said who one is. */
  introduce({ limits, you }) {
    this.nickname.limit(limits.nick);
    this.nickname.belongsTo(you.member ?? '');
    this.#showShown(you.shown ?? true);
  }

  /** The chat knows one by the name under which one has written. */
  wrote({ nick }) {
    this.chat.about.you.nick = nick;
  }

  /** Asks whoever came by a link from another device. */
  arrive() {
    if (this.brought) this.arrival.ask(this.brought);
  }

  /** Who has not said anything yet has no name that the chat knows. */
  get #known() {
    return typeof this.chat.about.you.nick === 'string';
  }

  /** Without a name that the chat knows there is none to change: it comes with the first message. */
  async #rename(nick) {
    const { you } = this.chat.about;
    if (!this.#known || you.nick === nick) return;
    try {
      await this.api.rename({ nick, room: this.chat.log.name, key: randomKey() });
      you.nick = nick;
    } catch (error) {
      const { code, description } = refusal(error);
      if (code === 'name-taken') this.on.refused(description); // Else the next message says it.
    }
  }

  async #turn(shown) {
    try {
      await this.api.setShown(shown);
      this.chat.about.you.shown = shown;
      this.tabs.post('shown', { shown });
      this.#showShown(shown);
      this.on.told(say(shown ? 'here.isShown' : 'here.isNotShown'));
    } catch (error) {
      this.on.refused(refusal(error).description);
    }
  }

  #showShown(shown) {
    this.shownSwitch.show(shown);
    this.on.shown();
  }

  #arriveLater(event) {
    const brought = arriving();
    if (!brought) return;
    event.stopImmediatePropagation();
    this.on.room();
    this.arrival.ask(brought);
  }

  /** All that this page knows is another member's: it begins anew. */
  async #arrive(secret) {
    const { nick } = await this.api.arrive(secret);
    if (nick) this.nickname.bring(nick);
    window.location.reload();
  }
}
