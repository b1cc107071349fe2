/** What a press of a key means, whatever keyboard and input method there are; which ones do something stands in shortcuts.js. */
const NAMED = /^[A-Z][A-Za-z0-9]+$/u; // Enter, F5, ArrowUp; other values are what the key writes.
const DEAD = 'Dead'; // The first half of a letter.
const LATIN = /^[a-z]$/i;
const COMPOSING = 229; // The code where nothing else says so, as in Safari.

/** Whether it chooses characters that are being composed, and is for nothing else. */
export function composes(event) {
  const { isComposing, keyCode } = event.originalEvent ?? event;
  return isComposing || keyCode === COMPOSING;
}

/** Whether it writes something. Shortcuts do not; Control and Alt together do where they are AltGr. */
export function writes(event) {
  const original = event.originalEvent ?? event;
  const { key, ctrlKey, altKey, metaKey, defaultPrevented } = original;
  if (defaultPrevented || composes(original)) return false;
  if ((ctrlKey || altKey || metaKey) && !original.getModifierState('AltGraph')) return false;
  return key === DEAD || !NAMED.test(key);
}

/** Whether it writes a space, which presses a button, or scrolls. */
export function isSpace(event) {
  return writes(event) && event.key === ' ';
}

/** By the letter, or (where the keyboard writes others) by where it is. */
export function isLetter({ key, code }, letter) {
  return LATIN.test(key) ? key.toLowerCase() === letter : code === `Key${letter.toUpperCase()}`;
}
