/** Sizes and speeds of files as people say them. */
import { locale, say } from '../../words/words.js';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
const formats = new Map();

/** 7.5 MB */
export function sizeOf(bytes) {
  const { amount, unit } = scaled(bytes);
  return formatOf(unit, amount).format(amount);
}

/** What is there of it, how long it still takes and how fast it goes: 38 %, 7 sec, 7.5 MB/s */
export function progressOf({ sent, size, left, speed }, lasting) {
  const percent = say('files.percent', { count: size ? Math.floor((sent / size) * 100) : 100 });
  if (left === null) return percent;
  return say('files.progress', { percent, left: lasting(Math.max(left, 1)), speed: say('files.speed', { size: sizeOf(speed) }) });
}

function scaled(bytes) {
  const at = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  return { amount: bytes / 1024 ** at, unit: UNITS[at] };
}

function formatOf(unit, amount) {
  const digits = unit === 'byte' || amount >= 100 ? 0 : 1;
  const key = `${unit}${digits}`;
  if (!formats.has(key)) {
    const style = { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', maximumFractionDigits: digits };
    formats.set(key, new Intl.NumberFormat(locale, style));
  }
  return formats.get(key);
}
