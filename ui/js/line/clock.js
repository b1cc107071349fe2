/**
 * What time it is for the chat, whose clock decides until when something holds: a device's own may be
 * hours away, where no network tells it the time.
 */
let ahead = 0; // Milliseconds.

/** An answer's header `Date`; null where it has none. */
export function heard(date) {
  const time = Date.parse(date);
  if (Number.isFinite(time)) ahead = time - Date.now();
}

/** Milliseconds since 1970. */
export function chatTime() {
  return Date.now() + ahead;
}
