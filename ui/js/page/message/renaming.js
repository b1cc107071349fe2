/** The line that says by which name somebody was heard in a room before. */
import { isolatedNick, person } from './event.js';
import { nodes } from '../../words/words.js';

const $ = window.jQuery;

/** `before` is null where there was no other; `called(entry)` tells names apart. */
export function tellRenaming(row, entry, { before, called }) {
  const place = $(row);
  place.children('.renaming').remove();
  if (before === null) return;
  const values = { before: isolatedNick(called({ ...entry, nick: before })), nick: person(entry, called) };
  const line = $('<p class="event-line renaming">').append($('<span>').append(nodes('event.named', values)));
  const message = place.children('.message');
  if (message.length) message.before(line);
  else place.append(line);
}
