/**
 * Reading a room is folding its entries: each kind has a row that says what it does to the
 * room's log. A kind without a row comes from a newer server and is passed over.
 */
const kinds = new Map([
  ['message', (log, entry, isNew) => (isNew ? log.take(entry) : log.put(entry))],
]);

/** Folds a stretch of the room that stands beside what is in the log, or what has just been said. */
export function fold(log, entries, { isNew = false } = {}) {
  for (const entry of entries) kinds.get(entry.kind)?.(log, entry, isNew);
}

/** Whether an entry is one more message to read, which is what unread counts count. */
export function isMessage(entry) {
  return entry.kind === 'message';
}

/** Whether an entry says that a room was made. */
export function isMaking(entry) {
  return entry.kind === 'room' && entry.what === 'made';
}
