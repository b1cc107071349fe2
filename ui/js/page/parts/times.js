/** Times as people say them, in the page's language and their own region and time zone. */
import { locale, say } from '../../words/words.js';

const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' });
const UNITS = [['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]]; // And their seconds.
const date = new Intl.DateTimeFormat(locale, { dateStyle: 'full' });

export const clockTime = (iso) => format(clock, iso);
export const fullTime = (iso) => format(full, iso);

/** "Today", "Yesterday", or the full date. */
export function dayName(iso, now = new Date()) {
  const day = new Date(iso);
  if (sameDay(day, now)) return say('day.today');
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  return sameDay(day, yesterday) ? say('day.yesterday') : format(date, iso);
}

/** Both, as words about another day than today want them: { day, time }. */
export function dated(iso) {
  return { day: dayName(iso), time: clockTime(iso) };
}

export function isToday(iso) {
  return sameDay(iso, new Date());
}

export function sameDay(a, b) {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** So many seconds in the two largest units that they have: 1 hr 5 min. */
export function lasting(seconds) {
  const whole = Math.ceil(seconds);
  const amounts = UNITS.map(([unit, size], at) => {
    const rest = at ? whole % UNITS[at - 1][1] : whole;
    return [unit, Math.floor(rest / size)];
  });
  const first = Math.max(0, amounts.findIndex(([, amount]) => amount));
  const told = amounts.slice(first, first + 2).filter(([, amount], at) => at === 0 || amount);
  return told.map(([unit, amount]) => new Intl.NumberFormat(locale, { style: 'unit', unit }).format(amount)).join(' ');
}

/** A day as a field of dates writes it: 2024-05-06. */
export function dayOf(time) {
  const day = new Date(time);
  const [month, date] = [day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${String(day.getFullYear()).padStart(4, '0')}-${month}-${date}`;
}

/** The first moment of such a day here, in milliseconds since 1970. */
export function startOf(day) {
  return new Date(`${day}T00:00:00`).getTime();
}

/** Calls `act` whenever day names have changed. */
export function eachMidnight(act) {
  setTimeout(() => {
    act();
    eachMidnight(act);
  }, untilMidnight() + 1000);
}

function untilMidnight(now = new Date()) {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1) - now;
}

function format(formatter, iso) {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? '' : formatter.format(time);
}
