/** A small line between the messages: who made a private room, came, went, or was let in, and what host and helpers decided. */
import { shownNick } from '../../chat/nicks.js';
import { isDecision } from '../../chat/fold.js';
import { clockTime, dated, fullTime, isToday, lasting } from '../parts/times.js';
import { isolated, nodes, say } from '../../words/words.js';

const $ = window.jQuery;
const WORDS = {
  made: 'event.made',
  link: 'event.link',
  unlink: 'event.unlink',
  joined: 'event.joined',
  left: 'event.left',
  removed: 'event.removed',
};
const RULES = { // As it is set, and as it is taken away.
  topic: ['decided.topic', 'decided.noTopic'],
  readonly: ['decided.readonly', 'decided.notReadonly'],
  slow: ['decided.slow', 'decided.notSlow'],
  archived: ['decided.archived', 'decided.notArchived'],
  title: ['decided.called', 'decided.notCalled'],
};
const STANDINGS = {
  muted: 'decided.muted',
  unmuted: 'decided.unmuted',
  removed: 'decided.removed',
  'let-in': 'decided.letIn',
  hidden: 'decided.hidden',
  shown: 'decided.shown',
  helper: 'decided.helper',
  member: 'decided.member',
};

/**
 * `nickOf(member)` answers null for who is not known, or not yet: then the row is `renamed` later. `called(one)`
 * tells them from those that look the same.
 */
export function eventRow(entry, ways) {
  const row = $(emptyEvent(entry));
  row.append($('<p class="event-line">').append(words(entry, ways), $('<time>').attr({ datetime: entry.time, title: fullTime(entry.time) }).text(clockTime(entry.time))));
  return row[0];
}

/** One of which nothing is to be said, or not yet. */
export function emptyEvent({ id }) {
  return $('<div class="row event">').attr('data-id', id)[0];
}

export function renamed(node, entry, ways) {
  const line = $(node).children('.event-line:not(.renaming)'); // That one is renaming.js's.
  const time = line.children('time').detach();
  line.empty().append(words(entry, ways), time);
}

function words(entry, { nickOf, called }) {
  const who = { member: entry.who, nick: entry.who ? nickOf(entry.who) : null };
  const values = { nick: person(entry, called), who: person(who, called) };
  if (!isDecision(entry)) return $('<span>').append(nodes(nameOf(entry), values));
  return $('<span>').append(nodes(decision(entry), { ...values, ...decided(entry) }));
}

/** The words' name for what was decided. */
export function decision({ kind, what, ...fields }) {
  return kind === 'member' ? STANDINGS[what] : RULES[what][fields[what] ? 0 : 1];
}

/** What stands in them. */
export function decided({ title, topic, slow, until }) {
  return {
    title: isolated(title ?? ''),
    topic: isolated(topic ?? ''),
    time: slow ? lasting(slow) : '',
    until: until ? $('<time>').attr({ datetime: until, title: fullTime(until) }).text(untilWords(until))[0] : '',
  };
}

function untilWords(until) {
  return isToday(until) ? clockTime(until) : say('decided.until', dated(until));
}

function nameOf({ what, link }) {
  return what === 'joined' && link ? 'event.came' : WORDS[what];
}

/** A name among words that leads to who that is, where it is somebody's; see profile.js. */
export function person({ nick, member }, called) {
  const name = isolatedNick(called({ nick, member }));
  if (!nick || !member) return name;
  return $('<button type="button" class="who" tabindex="-1" aria-haspopup="dialog">')
    .attr({ 'data-member': member, 'data-nick': nick }).append(name)[0];
}

/** A name among words, where it can turn around nothing but itself. */
export function isolatedNick(nick) {
  return isolated(shownNick(nick));
}
