/**
 * A message that was found, as a row under its day: who said it, where, when, and its words with those
 * marked that were looked for. Text from others only ever becomes text nodes. All of it leads there.
 */
import { clockTime, fullTime } from '../parts/times.js';
import { goneWords } from '../message/bubble.js';
import { excerpt } from './excerpt.js';
import { initialOf, shownNick, tagOf, toneOf } from '../../chat/nicks.js';
import { isEmoji } from '../message/emoji.js';
import { lock } from '../parts/lock.js';
import { parse } from '../../format/parse.js';
import { namesOf } from '../../chat/told.js';
import { plainWords } from '../../format/plain-words.js';
import { say } from '../../words/words.js';
import { shapeable } from '../message/drawing.js';
import { shows } from '../../chat/visible.js';

const $ = window.jQuery;

/** `room` is { title, kind }, null where that need not be said; `hidden` says that its words are folded away. */
export function foundRow(entry, { href, shared, hidden, room }) {
  const { node, words } = bubbleOf(entry, hidden);
  const link = $('<a>').addClass('found-link').attr({ href, 'aria-label': labelOf(entry, words, room) }).append(node);
  const article = $('<article>').addClass('message').append(avatar(entry), byLine(entry, shared, room), link);
  return $('<li>').addClass('row').toggleClass('hides', hidden).attr('data-id', entry.id).append(article)[0];
}

function avatar({ nick, member }) {
  return $('<span>').addClass(`avatar tone-${toneOf(member ?? '')}`).attr('aria-hidden', 'true').text(initialOf(shownNick(nick)));
}

function byLine({ nick, member, time, bot }, shared, room) {
  return $('<p>').addClass('by').append(
    $('<bdi>').addClass('nick').text(shownNick(nick)),
    shared ? $('<span>').addClass('tag').text(tagOf(member ?? '')) : null,
    bot === true ? $('<span>').addClass('bot').text(say('message.bot')) : null,
    room && roomOf(room),
    $('<time>').attr({ datetime: time, title: fullTime(time) }).text(clockTime(time)),
  );
}

function roomOf({ title, kind }) {
  const sign = $('<span>').addClass('hash').attr('aria-hidden', 'true').append(kind === 'room' ? '#' : lock());
  return $('<span>').addClass('found-room').append(sign, $('<bdi>').text(title));
}

/** The bubble, and what it says. */
function bubbleOf(entry, hidden) {
  const blank = blankWords(entry, hidden);
  const node = $('<div>').addClass('bubble').attr('dir', 'auto');
  if (blank) return { node: node.addClass('blank').text(blank), words: blank };
  const { pieces, before, after } = excerpt(...shownOf(entry));
  node.toggleClass('emoji', isEmoji(entry.message)).append(before ? '…' : null, pieces.map(pieceOf), after ? '…' : null);
  return { node, words: pieces.map(({ text }) => text).join('') };
}

/** As it was typed, with what is marked in it. What a spoiler hides stays hidden, and then nothing is marked. */
function shownOf({ message, marks }) {
  return hasSpoiler(parse(message)) ? [plainWords(message), []] : [message, marks];
}

function hasSpoiler(nodes) {
  return nodes.some(({ kind, children = [] }) => kind === 'spoiler' || hasSpoiler(children));
}

/** What stands there where its words do not; null where they do. */
function blankWords({ deleted, message, files }, hidden) {
  if (deleted) return goneWords(deleted);
  if (hidden) return say('quote.hidden');
  return shows(message) ? null : namesOf(files) || say('message.blank');
}

function pieceOf({ text, marked }) {
  const nodes = [...shapeable(text)];
  return marked ? $('<mark>').append(nodes) : $(nodes);
}

function labelOf({ nick, time }, words, room) {
  const values = { nick: shownNick(nick), time: clockTime(time), words, room: room?.title };
  return say(room ? 'search.labelIn' : 'search.label', values);
}
