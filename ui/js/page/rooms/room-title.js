/** What the open room is called, above its messages: with a lock, and the way to its people, where it is private. */
import { lock } from '../parts/lock.js';
import { write } from '../parts/written.js';

const $ = window.jQuery;

export class RoomTitle {
  constructor(root, { topic, people }) {
    this.root = $(root);
    this.topic = $(topic).on('click', () => this.#unfold());
    this.people = $(people);
  }

  /** `inside` says whether one is in it; the topic is in one line until somebody wants to read all of it. */
  show(title, { kind, inside, topic }) {
    this.topic.prop('hidden', !topic);
    if (topic) write(this.topic.find('bdi'), topic);
    write(this.root.find('bdi'), title);
    this.root.find('.hash').toggleClass('private', kind !== 'room').empty().append(kind === 'room' ? '#' : lock());
    this.people.prop('hidden', kind !== 'private' || !inside);
  }

  #unfold() {
    const whole = this.topic.attr('aria-expanded') !== 'true';
    this.topic.attr('aria-expanded', String(whole));
  }
}
