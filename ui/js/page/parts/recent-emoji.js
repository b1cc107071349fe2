/** Which emoji were used last in this browser, the newest first. */
const KEPT = 'emoji';
const MOST = 16; // Two lines of the picker.

export function recentEmoji(storage) {
  const kept = storage.get(KEPT, []);
  return (Array.isArray(kept) ? kept : []).filter((one) => typeof one === 'string').slice(0, MOST);
}

export function rememberEmoji(storage, emoji) {
  storage.set(KEPT, [emoji, ...recentEmoji(storage).filter((one) => one !== emoji)].slice(0, MOST));
}
