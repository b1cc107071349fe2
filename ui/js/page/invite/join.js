/** Where others join, in short, always in sight. */
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class Join {
  constructor(root) {
    this.label = $(root).find('.join-label');
    this.address = $(root).find('.join-address');
  }

  show(address) {
    this.label.text(say(onlyHere(address) ? 'join.here' : 'join.everybody'));
    this.address.text(address);
  }
}

/** Whether `address` leads every device to itself. */
export function onlyHere(address) {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.[\d.]+$/.test(hostname);
}
