/**
 * How long a poll asks to be held: rules without a clock or a network.
 *
 * Some proxies cut off what is silent for ten seconds, and some routers and phones forget such a
 * connection without a word. Who sees polls end without an answer, twice and well after they were
 * asked, asks for less; and for more again after many were held to their end.
 */
const STEPS = [5, 12, 25]; // Seconds; the last is the server's own default.
const EARLY = 2; // Seconds; what fails sooner says nothing about silence: the chat is away.
const LOSSES = 2; // One alone is a restart of the chat, or of a router.
const PROOF = 20; // Polls held to their end before more is asked; twice as many after each step down.
const MOST_PROOF = 640;
const SLACK = 0.5; // Seconds between two clocks.

export class Hold {
  #step = STEPS.length - 1;
  #losses = 0;
  #kept = 0;
  #proof = PROOF;

  get seconds() {
    return STEPS[this.#step];
  }

  /** The chat has answered after `held` seconds. News that came sooner say nothing about silence. */
  answered(held) {
    if (held < this.seconds - SLACK) return;
    this.#losses = 0;
    this.#kept += 1;
    if (this.#kept >= this.#proof) this.#move(Math.min(this.#step + 1, STEPS.length - 1));
  }

  /** A poll has ended without the chat's answer after `held` seconds. */
  lost(held) {
    if (held < EARLY) return;
    this.#losses += 1;
    if (this.#losses < LOSSES) return;
    this.#proof = Math.min(this.#proof * 2, MOST_PROOF);
    this.#move(this.#below(held));
  }

  /** The next shorter step, or the longest one that would have been answered in time. */
  #below(held) {
    let step = Math.max(0, this.#step - 1);
    while (step > 0 && STEPS[step] >= held) step -= 1;
    return step;
  }

  #move(step) {
    this.#step = step;
    this.#losses = 0;
    this.#kept = 0;
  }
}
