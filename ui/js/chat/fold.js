import { isPrivate, LOBBY } from './room-name.js';
import { targetOf } from '../kinds/table.js';

/**
 * Reading a room is folding its entries: each kind has a row that says what it does to the
 * room's log. A kind without a row comes from a newer server and is passed over. What an entry does
 * to another is in ../kinds; to what the server has folded already it is done only if it is new.
 */
const put = (log, entry, isNew) => (isNew ? log.take(entry) : log.put(entry));
const change = (log, entry, isNew) => isNew && log.change(entry);
const said = (log, entry, isNew) => {
  if (targetOf(entry)) change(log, entry, isNew);
  put(log, entry, isNew);
};
const event = (log, entry, isNew) => (isEvent(entry) || isNaming(entry)) && put(log, entry, isNew);

const kinds = new Map([
  ['message', said],
  ['edit', change],
  ['delete', change],
  ['reaction', change],
  ['room', event],
  ['member', event],
]);

const EVENTS = new Set(['made', 'link', 'unlink', 'joined', 'left', 'removed']);
const DECIDED = {
  room: new Set(['readonly', 'slow', 'archived', 'topic', 'title']),
  member: new Set(['muted', 'unmuted', 'removed', 'let-in', 'hidden', 'shown', 'helper', 'member']),
};

/** Folds a stretch of the room that stands beside what is in the log, or what has just been said. */
export function fold(log, entries, { isNew = false } = {}) {
  for (const entry of entries) kinds.get(entry.kind)?.(log, entry, isNew);
}

/** The number of what a message answers and shows above itself: a tombstone shows nothing. */
export function answered({ reply, deleted }) {
  return deleted ? undefined : reply;
}

/** Whether an entry is one more message to read, which is what unread counts count. */
export function isMessage(entry) {
  return entry.kind === 'message';
}

/** Whether it tells what somebody does rather than what they say. */
export function isAct({ kind, act, deleted }) {
  return kind === 'message' && act === true && !deleted;
}

/**
 * Whether an entry is a small line between the messages: what happens in a private room is told to
 * who is in it, what was decided about a room there, and about a member where all are.
 */
function isEvent(entry) {
  return isDecision(entry) || isOfPeople(entry);
}

/** Whether it says what host and helpers decided, or who made a private room. */
export function isDecision({ room, kind, what }) {
  return (kind !== 'member' || room === LOBBY) && DECIDED[kind]?.has(what) === true;
}

function isOfPeople({ room, kind, what, nick, member }) {
  return kind !== 'message' && isPrivate(room) && EVENTS.has(what) && Boolean(nick || member || what === 'joined');
}

/** Whether it says that somebody is called something else from now on. */
export function isNaming({ kind, what }) {
  return kind === 'member' && what === 'named';
}

/** Whether an entry says that a room was made. */
export function isMaking(entry) {
  return entry.kind === 'room' && entry.what === 'made';
}
