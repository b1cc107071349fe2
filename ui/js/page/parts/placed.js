/** Where on the page a card or a menu comes: css has --start and --top as its place. */
const GAP = 6; // Pixels between it and what it belongs to.

/** Below `at` where there is room, else above it; never outside of the page. */
export function place(dialog, at) {
  const { offsetWidth: width, offsetHeight: height } = dialog;
  const left = Math.max(GAP, Math.min(at.left, window.innerWidth - width - GAP));
  const below = at.bottom + GAP + height < window.innerHeight;
  const top = below ? at.bottom + GAP : Math.max(GAP, Math.min(at.top, window.innerHeight) - GAP - height);
  const start = document.documentElement.dir === 'rtl' ? window.innerWidth - left - width : left;
  dialog.style.setProperty('--start', `${start}px`);
  dialog.style.setProperty('--top', `${top}px`);
}
