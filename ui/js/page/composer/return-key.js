/**
 * What Return does in the message box: it sends, or breaks the line. Where one writes with a finger it breaks
 * the line, for there is no other key for that, and a button sends; who wants it the other way says so.
 */
const NAME = 'return'; // In the storage of this device: whether it sends; null for what is usual.

export class ReturnKey {
  /** `onTurn(sends)` hears what it does now. */
  constructor(box, { storage, onTurn = () => {} }) {
    Object.assign(this, { storage, touch: window.matchMedia('(pointer: coarse)') });
    const turned = () => { box.setAttribute('enterkeyhint', this.sends ? 'send' : 'enter'); onTurn(this.sends); };
    storage.watch(NAME, turned);
    this.touch.addEventListener('change', turned);
    turned();
  }

  get sends() {
    return this.storage.get(NAME, null) ?? !this.touch.matches;
  }

  set(sends) {
    this.storage.set(NAME, sends);
  }
}
