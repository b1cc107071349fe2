/** Both ends of the messages: what stands there, and that there is always something to scroll to. */
import { Beginning } from './beginning.js';
import { Ending } from './ending.js';

const $ = window.jQuery;
const EDGE = 400; // Pixels before an end at which the next messages are fetched.

export class Ends {
  /** `anchored(change)` changes what is rendered without moving the reader, `onMore(side)` loads what is beyond an end. */
  constructor({ beginning, ending, pendings }, { rows, scroll, quiet, pending, anchored, titleOf, onMore, onInvite }) {
    Object.assign(this, { pendings: $(pendings), rows, scroll, quiet, pending, anchored, onMore });
    this.beginning = new Beginning(beginning, { titleOf, onOlder: () => this.#again('older'), onInvite });
    this.ending = new Ending(ending, { onNewer: () => this.#again('newer') });
  }

  /** Where others find the chat, as an empty room says. */
  address(address) {
    this.beginning.address = address;
  }

  show(log) {
    const { rows } = this;
    this.log = log;
    this.anchored(() => {
      this.pendings.prop('hidden', log.newer.more); // What waits comes after the newest, which is not here.
      this.beginning.show(log, { first: rows.firstId === (log.first?.id ?? 0), nothingBelow: this.pending.count === 0 });
      this.ending.show(log);
    });
  }

  /** Renders what is near, and has more loaded where the log ends. */
  fill(log) {
    const { rows, scroll } = this;
    while (scroll.above < EDGE && rows.hasOlder(log)) this.#grow(() => rows.growUp(log));
    while (scroll.below < EDGE && rows.hasNewer(log)) this.#grow(() => rows.growDown(log));
    this.show(log);
    this.#want('older', scroll.above);
    this.#want('newer', scroll.below);
  }

  #grow(change) {
    this.anchored(() => this.quiet.during(change));
  }

  #want(side, distance) {
    const { more, problem } = this.log[side];
    if (distance < EDGE && this.log.loaded && more && !problem) this.onMore(side);
  }

  #again(side) {
    this.log[side].problem = null;
    this.onMore(side);
  }
}
