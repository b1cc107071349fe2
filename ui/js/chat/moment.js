/** Finds a time in a room of which the server knows messages by their numbers only. */

/**
 * The number of the first message of `room` at or after `time` (milliseconds since 1970), or the
 * number after the newest where there is none. Halves the log: 20 small requests for a million messages.
 */
export async function firstSince(api, { room, time }) {
  const newest = await lastBefore(api, room, null);
  let low = 1;
  let high = (newest?.id ?? 0) + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const entry = await lastBefore(api, room, middle + 1);
    if (entry && Date.parse(entry.time) >= time) high = entry.id;
    else low = middle + 1;
  }
  return high;
}

async function lastBefore(api, room, before) {
  const { messages: [entry] } = await api.history(room, { before, limit: 1 });
  return entry;
}
