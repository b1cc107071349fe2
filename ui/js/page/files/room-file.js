/**
 * A file among all of a room: a picture as a picture, all else as a line with who sent it, when and how
 * large it is. Beside it the way to where it was said.
 */
import { addressOf } from './address.js';
import { fileRow, instead, isPicture, unshown } from './shown-files.js';
import { icon } from './file-line.js';
import { dayName } from '../parts/times.js';
import { isolated, nodes, say } from '../../words/words.js';
import { sizeOf } from './sizes.js';

const $ = window.jQuery;
const WHERE = 'M3.5 5.5h13v8h-6l-4 3v-3h-3z';

/** `item` is { file, by, time, href }. */
export function roomFile(item) {
  const line = $('<li class="room-file">');
  if (!isPicture(item.file)) return line.append(row(item), where(item));
  const shown = picture(item);
  shown.find('img').on('error', () => { instead(shown, row(item, unshown(item.file))); line.removeClass('room-picture'); });
  return line.addClass('room-picture').append(shown, where(item));
}

export function heading({ text }) {
  return $('<li class="room-files-part">').append($('<h3 dir="auto">').text(text));
}

function picture({ file, by, time }) {
  const image = $('<img loading="lazy" decoding="async" alt="">').attr('src', file.thumbnail ? `${addressOf(file)}/thumbnail` : addressOf(file));
  const values = { name: file.name, nick: by, day: dayName(time) };
  return $('<a class="picture">').attr({ 'href': addressOf(file), 'data-file': file.id, 'title': say('roomFiles.picture', values), 'aria-label': say('roomFiles.openPicture', values) }).append(image);
}

function row({ file, by, time }, size = sizeOf(file.size)) {
  return fileRow(file, { facts: nodes('roomFiles.facts', { size, nick: isolated(by), day: dayName(time) }) });
}

function where({ file, href }) {
  const label = say('roomFiles.where', { name: file.name });
  return $('<a class="quiet-button room-file-where">').attr({ href, 'aria-label': label, 'title': label }).append(icon(WHERE));
}
