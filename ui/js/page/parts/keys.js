/** What a press of a key means, whatever keyboard and input method there are. */
const LATIN = /^[a-z]$/i;
const COMPOSING = 229; // The code where nothing else says so, as in Safari.

/** Whether it chooses characters that are being composed, and is for nothing else. */
export function composes(event) {
  const { isComposing, keyCode } = event.originalEvent ?? event;
  return isComposing || keyCode === COMPOSING;
}

/** The key that moves in a list or a panel; '' where it composes, where others are held with it but Shift, and where something else has taken it. */
export function keyIn(event) {
  const { key, ctrlKey, altKey, metaKey, defaultPrevented } = event.originalEvent ?? event;
  return composes(event) || ctrlKey || altKey || metaKey || defaultPrevented ? '' : key;
}

/** By the letter, or (where the keyboard writes others) by where it is. */
export function isLetter({ key, code }, letter) {
  return LATIN.test(key) ? key.toLowerCase() === letter : code === `Key${letter.toUpperCase()}`;
}
