/** Cursors: `19`, how far the log is known, or `19.7`, with how far what is so only now is. */
export function cursorOf(entry, version) {
  return `${entry}.${version}`;
}

/** Its two parts; the second is 0, by which all is told anew, where there is none. */
export function partsOf(cursor) {
  const [entry, version = 0] = String(cursor).split('.').map(Number);
  return { entry, version };
}
