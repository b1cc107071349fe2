/**
 * Tells host and helpers that somebody waits before the door: a strip above the messages, and a notification
 * where nobody looks. One tab of a browser asks; the chat answers when something is another there.
 */
import { outlived } from '../../line/api-error.js';
import { Backoff } from '../../line/backoff.js';
import { shownNick } from '../../chat/nicks.js';
import { isolated, nodes, say } from '../../words/words.js';

const $ = window.jQuery;
const WAIT = 50; // Seconds.

export class Doorbell {
  #ringing = false;
  #state = null;
  #known = new Set(); // Who waits, and was told.
  #backoff = new Backoff();

  /** `leading()` says whether it is this tab that asks; `onKnock` hears of each who comes. */
  constructor(button, { api, leading, onOpen, onKnock, onNews }) {
    Object.assign(this, { api, leading, onKnock, onNews });
    this.button = $(button);
    this.button.on('click', () => onOpen());
  }

  /** To be called when what `leading` looks at may have changed. */
  async update() {
    if (this.#ringing || !this.leading()) return;
    this.#ringing = true;
    while (this.leading()) await this.#listen();
    this.#ringing = false;
    this.#state = null;
    this.button.prop('hidden', true);
  }

  async #listen() {
    try {
      const { state, asking = 0 } = await this.api.door({ state: this.#state, wait: WAIT });
      if (state !== this.#state) await this.#tell(asking);
      this.#state = state;
      this.#backoff.reset();
    } catch (error) {
      await this.#backoff.pause(this.#backoff.next(outlived(error)?.retryAfter));
    }
  }

  async #tell(asking) {
    const people = asking ? (await this.api.newcomers()).waiting.filter(({ refused }) => !refused) : [];
    const named = people.map(({ member, nick }) => ({ member, nick: nick ? shownNick(nick) : say('door.nameless') }));
    this.button.prop('hidden', !named.length);
    if (named.length) this.button.empty().append(nodes('door.knocking', { count: named.length, nick: isolated(named[0].nick) }));
    for (const one of named.filter(({ member }) => !this.#known.has(member))) this.onKnock(one);
    this.#known = new Set(named.map(({ member }) => member));
    this.onNews();
  }
}
