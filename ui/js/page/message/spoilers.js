/** What is hidden in a message is shown to who presses it, by a pointer or by a key. */
import { keyIn } from '../parts/keys.js';

const $ = window.jQuery;
const HIDDEN = '.spoiler[role=button]';
const KEYS = ['Enter', ' '];

export function heedSpoilers(root) {
  $(root).on('click', HIDDEN, ({ currentTarget }) => show(currentTarget))
    .on('keydown', HIDDEN, (event) => { if (pressed(event)) show(event.currentTarget); });
}

function pressed(event) {
  if (!KEYS.includes(keyIn(event))) return false;
  event.preventDefault(); // A space would scroll.
  return true;
}

/** It is no button any more, for there may be links in it; who has come here by keys is still here. */
function show(spoiler) {
  $(spoiler).addClass('shown').removeAttr('role aria-label').attr('tabindex', -1);
}
