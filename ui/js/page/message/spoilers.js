/** What is hidden in a message is shown to who presses it, by a pointer or by a key. */
import { pressed } from '../parts/shortcuts.js';

const $ = window.jQuery;
const HIDDEN = '.spoiler[role=button]';

export function heedSpoilers(root) {
  $(root).on('click', HIDDEN, ({ currentTarget }) => show(currentTarget))
    .on('keydown', HIDDEN, (event) => { if (shows(event)) show(event.currentTarget); });
}

function shows(event) {
  if (!pressed(event, 'message.spoiler')) return false;
  event.preventDefault(); // A space would scroll.
  return true;
}

/** It is no button any more, for there may be links in it; who has come here by keys is still here. */
function show(spoiler) {
  $(spoiler).addClass('shown').removeAttr('role aria-label').attr('tabindex', -1);
}
