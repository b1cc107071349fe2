/**
 * What an address brings along behind its #, as `name=`, where no server sees it. It is taken out of
 * the address at once, and of the history: it may be a secret. Null where the address brings no such.
 */
export function brought(name) {
  const { hash, pathname, search } = window.location;
  const start = `#${name}=`;
  if (!hash.startsWith(start)) return null;
  window.history.replaceState(null, '', pathname + search);
  return hash.slice(start.length);
}
