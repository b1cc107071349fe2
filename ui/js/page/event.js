/** A small line between the messages: who made a private room, came, went, or was let in. */
import { shownNick } from '../chat/nicks.js';
import { clockTime, fullTime } from './times.js';
import { nodes } from '../words/words.js';

const $ = window.jQuery;
const WORDS = {
  made: 'event.made',
  link: 'event.link',
  unlink: 'event.unlink',
  joined: 'event.joined',
  left: 'event.left',
  removed: 'event.removed',
};

/** `nickOf(member)` answers null for who is not known, or not yet: then the row is `renamed` later. */
export function eventRow(entry, { nickOf }) {
  const row = $(emptyEvent(entry));
  row.append($('<p class="event-line">').append(words(entry, nickOf), $('<time>').attr({ datetime: entry.time, title: fullTime(entry.time) }).text(clockTime(entry.time))));
  return row[0];
}

/** One of which nothing is to be said, or not yet. */
export function emptyEvent({ id }) {
  return $('<div class="row event">').attr('data-id', id)[0];
}

export function renamed(node, entry, nickOf) {
  const line = $(node).children('.event-line');
  const time = line.children('time').detach();
  line.empty().append(words(entry, nickOf), time);
}

function words(entry, nickOf) {
  const values = { nick: isolated(entry.nick), who: isolated(nickOf(entry.who)) };
  return $('<span>').append(nodes(nameOf(entry), values));
}

function nameOf({ what, link }) {
  return what === 'joined' && link ? 'event.came' : WORDS[what];
}

function isolated(nick) {
  return $('<bdi>').text(shownNick(nick))[0];
}
