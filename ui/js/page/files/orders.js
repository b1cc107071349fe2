/** In which orders the files of a room can stand, and what stands above some of them. */
import { locale } from '../../words/words.js';

const months = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' });
const names = new Intl.Collator(locale, { numeric: true });
/** What a Collator finds equal may be another name all the same. */
const byName = (a, b) => names.compare(a, b) || Number(a > b) - Number(a < b);
const newest = (a, b) => b.entry.id - a.entry.id;

/** Each of what is ordered is { entry, file, by }; `heading` is null where they stand as one. */
const ORDERS = {
  date: { compare: newest, heading: ({ entry }) => months.format(new Date(entry.time)) },
  person: { compare: (a, b) => byName(a.by, b.by) || newest(a, b), heading: ({ by }) => by },
  name: { compare: (a, b) => byName(a.file.name, b.file.name) || newest(a, b), heading: null },
  size: { compare: (a, b) => b.file.size - a.file.size || newest(a, b), heading: null },
};

/** The order in which they come: any other can be told only when all are there. */
export const COMING = 'date';

/** [{ heading, all }] of the files in that order. */
export function ordered(files, name) {
  const { compare, heading } = ORDERS[name];
  const parts = [];
  for (const one of [...files].sort(compare)) {
    const said = heading?.(one) ?? null;
    if (!parts.length || parts.at(-1).heading !== said) parts.push({ heading: said, all: [] });
    parts.at(-1).all.push(one);
  }
  return parts;
}
