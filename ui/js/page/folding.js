/** A long message is folded: whoever scrolls by sees how it begins, and a button shows all of it. */
import { say } from '../words/words.js';

const $ = window.jQuery;
const MOST = 20; // Lines; conversation.css says how many of more are shown.
const WIDTH = 64; // Characters that a line has room for, about.

/** The button for a message of more lines, else nothing. */
export function unfolding(text) {
  return linesOf(text) > MOST ? [$('<button type="button" class="unfold" aria-expanded="false">').text(say('message.unfold'))] : [];
}

/** What the buttons below `root` do. */
export function foldable(root) {
  $(root).on('click', '.unfold', ({ currentTarget: button }) => {
    const open = button.getAttribute('aria-expanded') === 'false';
    $(button).closest('.message').toggleClass('folded', !open);
    $(button).attr('aria-expanded', String(open)).text(say(open ? 'message.fold' : 'message.unfold'));
  });
}

function linesOf(text) {
  return text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / WIDTH)), 0);
}
