/** A QR code from its rows of modules, drawn here: at an address of its own it would tell that what it says. */
const SVG = 'http://www.w3.org/2000/svg';
const QUIET = 4; // Modules around it, which a phone needs.

export function drawCode(svg, rows, label) {
  const size = rows.length + 2 * QUIET;
  const dark = document.createElementNS(SVG, 'path');
  dark.setAttribute('d', rows.flatMap((row, y) => [...row].map((module, x) => (module === '1' ? square(x, y) : ''))).join(''));
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('aria-label', label);
  svg.replaceChildren(dark);
}

function square(x, y) {
  return `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
}
