/** The picture of a lock: only who is invited sees this room. */
const SVG = 'http://www.w3.org/2000/svg';
const SHAPES = ['M5.5 9h9v7.5h-9z', 'M7 9V6.5a3 3 0 0 1 6 0V9'];

export function lock() {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', '0 0 20 20');
  picture.setAttribute('aria-hidden', 'true');
  for (const shape of SHAPES) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', shape);
    picture.append(path);
  }
  return picture;
}
