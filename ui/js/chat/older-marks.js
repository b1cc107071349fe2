/**
 * What older versions of the page remembered of what was read, taken over once. They kept a number
 * for each room, how many messages were read, and later [messages, id]; `log` says of which log.
 *
 * All of that is only read: a page of such a version may be open in another tab, and could make
 * nothing of what this one would write there. What it writes is none of ours either.
 */
const LOG = 'log';
const FIRST = 'seen';
const START = 'seen.';
const NOTHING = [0, 0];

/** What was read of a room as the server lists it, [messages, id]; null where nothing is known of this log. */
export function olderMarks(storage, log) {
  if (storage.get(LOG) !== log) return null;
  const first = new Map(Object.entries(storage.get(FIRST, {})));
  return (room) => markOf(room, storage.get(START + room.name) ?? first.get(room.name));
}

function markOf({ messages, last }, found) {
  if (Array.isArray(found)) return found;
  if (!Number.isInteger(found) || found <= 0) return NOTHING; // The room was made since.
  return found < messages ? [found, null] : [messages, last];
}
