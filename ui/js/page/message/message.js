/**
 * One message as a row of the conversation. Text from others only ever becomes text nodes; name
 * and text sit in isolates, so that characters that turn the direction of writing cannot
 * rearrange anything outside of them.
 */
import { initialOf, shownNick, tagOf, toneOf } from '../../chat/nicks.js';
import { clockTime, dated, dayName, fullTime, isToday, sameDay } from '../parts/times.js';
import { say } from '../../words/words.js';

// Bare tags only: jQuery hands anything else to the browser's parser, which costs more than the rest of a row.
const $ = window.jQuery;

/** `body` fills in what the message says: see body.js. */
export function messageRow(entry, { mine, shared, body }) {
  return $('<div>').addClass('row').attr('data-id', entry.id).toggleClass('mine', mine).append(message(entry, shared, body))[0];
}

/**
 * What a row has from what stands above it. `previous` is the entry there, if any. `follows` says
 * that the same member goes on, `news` that this is the first message that is new to the reader.
 * The message itself is not touched: it may be unfolded, selected, or have the focus.
 */
export function placeBelow(row, entry, previous, { follows, news }) {
  $(row).toggleClass('follows', follows).children('.day, .news').remove();
  $(row).prepend(
    !previous || !sameDay(previous.time, entry.time) ? dayLine(entry.time) : null,
    news ? newsLine(entry.time) : null,
  );
}

/** "Today" becomes "Yesterday" at midnight. */
export function renameDay(node) {
  const time = $(node).find('.day time');
  if (time.length) time.text(dayName(time.attr('datetime')));
}

/** Shows the tag where a name turned out to be used by two. */
export function retag(node, entry, shared) {
  $(node).find('.tag').prop('hidden', !shared(entry.nick));
  $(node).children('.message').attr('aria-label', labelOf(entry, shared));
}

/** What a screen reader says of a message before its words. */
function labelOf({ nick, member, time, bot }, shared) {
  const words = (bot === true && 'message.labelBot') || (shared(nick) && 'message.labelTag') || 'message.label';
  return say(words, { nick: shownNick(nick), tag: tagOf(member ?? ''), time: clockTime(time) });
}

/** The name, which leads to who that is. Tab passes over it: there may be hundreds. See profile.js. */
function who({ nick, member, bot }) {
  const name = $('<bdi>').addClass('nick').text(shownNick(nick));
  return $('<button>').addClass('who').attr({ 'type': 'button', 'tabindex': -1, 'aria-haspopup': 'dialog' })
    .attr({ 'data-member': member ?? '', 'data-nick': nick ?? '', 'data-bot': bot === true ? '' : null }).append(name);
}

function message(entry, shared, body) {
  const member = entry.member ?? '';
  const nick = shownNick(entry.nick);
  const avatar = $('<span>').addClass(`avatar tone-${toneOf(member)}`).attr('aria-hidden', 'true').text(initialOf(nick));
  const by = $('<p>').addClass('by').append(
    who(entry),
    $('<span>').addClass('tag').text(tagOf(member)).prop('hidden', !shared(entry.nick))
      .attr('title', say('message.shared', { member })),
    entry.bot === true ? $('<span>').addClass('bot').text(say('message.bot')).attr('title', say('message.botTitle')) : null,
    timeOf(entry.time),
  );
  const article = $('<article>').addClass('message').attr('aria-label', labelOf(entry, shared)).append(avatar, by);
  body(article[0]);
  return article;
}

function dayLine(iso) {
  return $('<p class="day">').append($('<time>').attr('datetime', iso).text(dayName(iso)));
}

function newsLine(iso) {
  const words = isToday(iso) ? 'message.news' : 'message.newsDay';
  return $('<p class="news">').append($('<span>').text(say(words, dated(iso))));
}

function timeOf(iso) {
  return $('<time>').attr({ datetime: iso, title: fullTime(iso) }).text(clockTime(iso));
}
