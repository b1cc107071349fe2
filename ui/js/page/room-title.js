/** What the open room is called, above its messages: with a lock, and the way to its people, where it is private. */
import { lock } from './lock.js';

const $ = window.jQuery;

export class RoomTitle {
  constructor(root, { people }) {
    this.root = $(root);
    this.people = $(people);
  }

  /** `inside` says whether one is in it. */
  show(title, { kind, inside }) {
    this.root.find('bdi').text(title);
    this.root.find('.hash').toggleClass('private', kind !== 'room').empty().append(kind === 'room' ? '#' : lock());
    this.people.prop('hidden', kind !== 'private' || !inside);
  }
}
