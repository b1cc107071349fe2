/** Rooms behind a `#`, by their names and by what they are called. */
import { rank } from './marked.js';

/** `rooms()` answers [{ name, title }] of those that may be named anywhere. */
export function roomSource(rooms) {
  return {
    sign: '#',
    find: (typed) => rooms()
      .map((room) => ({ ...room, rank: best(room, typed) }))
      .filter(({ rank: place }) => place !== null)
      .sort((one, other) => one.rank - other.rank)
      .map(({ name, title }) => ({ text: `#${name}`, label: title, hint: title === name ? '' : name, picture: '#' })),
  };
}

function best({ name, title }, typed) {
  const ranks = [rank(title, typed), rank(name, typed)].filter((place) => place !== null);
  return ranks.length ? Math.min(...ranks) : null;
}
