/**
 * What stands in the place of the chat for whoever was removed from it. It asks the chat now and then,
 * and goes as soon as they are let back in.
 */
import { outlived } from '../../line/api-error.js';
import { Backoff } from '../../line/backoff.js';

const $ = window.jQuery;
const WAIT = 5000; // Milliseconds between two questions: the chat holds none of them.
const UNSEEN = 60 * 1000; // The same while nobody sees the page.

export class Removed {
  #back = null; // The promise to who waits for coming back.
  #backoff = new Backoff();

  /** `others` is hidden meanwhile. */
  constructor(root, { api, others, visible }) {
    Object.assign(this, { api, visible });
    this.root = $(root);
    this.others = $(others);
    $(document).on('visibilitychange', () => this.visible() && this.#backoff.wake());
  }

  /** Resolves once `about` is of a chat that we were not removed from: with whether we were. */
  async stops({ name, you }) {
    if (!you.removed) return false;
    this.root.find('h2').text(name);
    this.#back ??= this.#wait();
    await this.#back;
    return true;
  }

  async #wait() {
    this.#show(true);
    this.root.find('.door-card').trigger('focus');
    do await this.#backoff.pause(this.visible() ? WAIT : UNSEEN);
    while (await this.#isOut());
    this.#show(false);
    this.#back = null;
  }

  async #isOut() {
    try {
      return (await this.api.about()).you.removed === true;
    } catch (error) {
      outlived(error);
      return true;
    }
  }

  #show(removed) {
    this.root.prop('hidden', !removed);
    this.others.prop('hidden', removed);
  }
}
