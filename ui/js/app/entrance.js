/** What stands in the place of the chat: before its door, and for whoever was removed from it. */
import { DoorStep } from '../page/door/door-step.js';
import { part } from './part.js';
import { Removed } from '../page/door/removed.js';
import { visible } from './sight.js';

export class Entrance {
  /** `oneself()` is who asks, with a `passcode` that a link brought, or null; `onIn()` hears that somebody has come in, `onOut()` that nobody is to read here for now. */
  constructor({ api, passcode, oneself, onIn, onOut }) {
    this.onOut = onOut;
    const others = part('app');
    this.removed = new Removed(part('removed'), { api, visible, others });
    this.step = new DoorStep(part('door'), {
      api,
      visible,
      passcode,
      others,
      nickname: () => oneself().nick,
      onNick: (nick) => oneself().nickname.set(nick),
      onIn,
    });
  }

  /** Resolves once `about` is of a chat in which we may be: with whether something stopped us. */
  async stops(about) {
    if (about.you.removed || about.door?.past === false) this.onOut();
    return (await this.removed.stops(about)) || this.step.stops(about);
  }
}
