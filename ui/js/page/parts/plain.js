/** A name, or what somebody types to find one, without what they may leave out: accents and capitals. */
const ACCENT = /\p{M}/gu;

export function plain(text) {
  return text.trim().normalize('NFKD').replace(ACCENT, '').toLowerCase();
}
