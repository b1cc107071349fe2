/**
 * The moments at which the connection of a held poll may be dead without anybody having said so:
 * the network has changed, the page comes back into sight, the device has slept.
 */
const $ = window.jQuery;
export const FRESH = 2000; // Milliseconds; a request as young as this is not doubted.
const TICK = 2000; // Milliseconds.
const HIDDEN_TICK = 30 * 1000; // A page that nobody sees lets its device rest.
const NAP = 10 * 1000; // A clock that jumps further than this between two ticks: the device slept.
const HIDDEN_NAP = 90 * 1000; // Browsers let timers of hidden pages run once a minute.
const SPREAD = 1000; // A switch that comes back tells all its devices in the same moment.

export class Doubts {
  constructor({ visible, onDoubt, random = Math.random, now = () => Date.now() }) {
    Object.assign(this, { visible, onDoubt, random, now });
    this.last = now();
    this.#wait();
    $(document).on('visibilitychange', () => this.#seen());
    $(window).on('pageshow', ({ originalEvent }) => originalEvent.persisted && onDoubt());
    $(window).on('online', () => this.#soon());
  }

  #wait() {
    clearTimeout(this.ticking);
    this.pause = this.visible() ? TICK : HIDDEN_TICK;
    this.ticking = setTimeout(() => this.#tick(), this.pause);
  }

  #tick() {
    const elapsed = this.now() - this.last;
    this.last = this.now();
    if (elapsed > this.pause + (this.visible() ? NAP : HIDDEN_NAP)) this.onDoubt();
    this.#wait();
  }

  #seen() {
    this.last = this.now();
    this.#wait();
    if (this.visible()) this.onDoubt();
  }

  #soon() {
    clearTimeout(this.soon);
    this.soon = setTimeout(this.onDoubt, SPREAD * this.random());
  }
}
