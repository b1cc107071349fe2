/** Who reacted with an emoji: said where a pointer rests on it, where it has the focus, and on a long press. */
import { listed, say } from '../../words/words.js';
import { place } from '../parts/placed.js';
import { pressed } from '../parts/shortcuts.js';

const $ = window.jQuery;
const REST = 300; // Milliseconds that a pointer rests before it asks.
const PRESS = 500; // The same of a finger, which does not react then.
const NAMED = 20; // People; of further ones it is told how many they are.

export class ReactionPeople {
  #timer = null;
  #chip = null;
  #pressed = false;

  /** `peopleOf(chip)` are the members, `nickOf(member)` the name, null for one not known; `me()` is who reads. */
  constructor(root, tip, { peopleOf, nickOf, me }) {
    Object.assign(this, { tip, peopleOf, nickOf, me });
    $(root).on('pointerenter', '.reaction', (event) => this.#begin(event.currentTarget, event.originalEvent.pointerType === 'mouse' && REST))
      .on('pointerdown', '.reaction', (event) => this.#begin(event.currentTarget, event.originalEvent.pointerType !== 'mouse' && PRESS))
      .on('pointerleave pointercancel', '.reaction', () => this.#end())
      .on('focusin', '.reaction', ({ currentTarget }) => this.#focused(currentTarget))
      .on('focusout', '.reaction', () => this.#end())
      .on('contextmenu', '.reaction', (event) => { if (this.#chip) event.preventDefault(); })
      .on('scroll', () => this.#end())
      .on('keydown', (event) => this.#key(event));
    root.addEventListener('click', (event) => this.#clicked(event), { capture: true });
  }

  /** Names may be others now, or others have reacted. */
  update() {
    if (this.#chip) this.#show(this.#chip);
  }

  /** Nothing around it is closed. */
  #key(event) {
    if (!this.#chip || !pressed(event, 'close')) return;
    event.preventDefault();
    this.#end();
  }

  #focused(chip) {
    if (chip.matches(':focus-visible')) this.#show(chip);
  }

  #begin(chip, wait) {
    clearTimeout(this.#timer);
    if (wait) this.#timer = setTimeout(() => { this.#pressed = wait === PRESS; this.#show(chip); }, wait);
  }

  /** The finger that asked who it was is lifted. */
  #clicked(event) {
    clearTimeout(this.#timer);
    if (!this.#pressed) return;
    this.#pressed = false;
    event.stopPropagation();
    event.preventDefault();
  }

  /** A chip that is gone, or has another in its place, is not told to be left by the pointer. */
  #show(chip) {
    if (!chip.isConnected) return this.#end();
    this.#chip = chip;
    chip.setAttribute('aria-describedby', this.tip.id);
    this.tip.textContent = this.#words(chip);
    this.tip.hidden = false;
    place(this.tip, chip.getBoundingClientRect());
  }

  #end() {
    clearTimeout(this.#timer);
    this.#pressed = false;
    this.#chip?.removeAttribute('aria-describedby');
    this.#chip = null;
    this.tip.hidden = true;
  }

  #words(chip) {
    const { emoji } = chip.dataset;
    const people = this.peopleOf(chip);
    const first = people.slice(0, NAMED).map((member) => (member === this.me() ? say('reaction.you') : this.nickOf(member)));
    const known = first.filter((nick) => nick !== null);
    const count = people.length - known.length;
    if (!known.length) return say('reaction.count', { emoji, count });
    return count ? say('reaction.whoAndMore', { emoji, who: listed(known), count }) : say('reaction.who', { emoji, who: listed(known) });
  }
}
