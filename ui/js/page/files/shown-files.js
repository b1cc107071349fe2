/**
 * The files of a message, as they are seen: pictures in their proportions, several as a grid, sound and
 * video where they are, all else as a line. Names are others' texts, and stay texts.
 */
import { addressOf } from './address.js';
import { ending, icon } from './file-line.js';
import { firstLines } from './first-lines.js';
import { IN_WINDOW } from '../../in-window.js';
import { sizeOf } from './sizes.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const DOWNLOAD = 'M10 3.5v9M6 9l4 4 4-4M4 16.5h12';
const KINDS = { image: 'files.kind.image', video: 'files.kind.video', audio: 'files.kind.audio', text: 'files.kind.text' };
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);
const RARE = { 'image/heic': 'HEIC', 'image/tiff': 'TIFF' }; // Kinds of pictures that hardly a browser shows.
const SMALL = 300 * 1024; // Bytes; what is not larger is shown as it is.
const MOST_PIXELS = 2 ** 28; // As the server has it: a few kilobytes can claim more, and a phone that believes them has no memory left.
const MOVES = 'image/gif';
const still = window.matchMedia('(prefers-reduced-motion: reduce)');

/** Whether a browser shows it where it stands. Of some the page cannot tell before it has tried. */
export const isPicture = ({ type, width = 0, height = 0 }) => SHOWN.has(type) && width * height <= MOST_PIXELS;

/** Null where a message has none. Clicks on pictures are heeded by app/files.js. */
export function shownFiles({ files, deleted }) {
  if (!files?.length || deleted) return null;
  const pictures = files.filter(isPicture);
  const grid = pictures.length ? $('<div class="pictures">').attr('data-count', Math.min(pictures.length, 4)).append(pictures.map(picture)) : null;
  return $('<div class="files">').append(grid, files.filter((file) => !isPicture(file)).map(other));
}

function picture(file) {
  const moving = file.type === MOVES;
  const small = file.thumbnail && (moving ? still.matches : file.size > SMALL);
  const shown = $('<img loading="lazy" decoding="async">')
    .attr({ src: small ? `${addressOf(file)}/thumbnail` : addressOf(file), alt: file.name, width: file.width, height: file.height });
  const link = $('<a class="picture">').attr({ 'href': addressOf(file), 'data-file': file.id, 'title': file.name, 'aria-label': say('files.open', { name: file.name }) })
    .css(file.width ? roomFor(file) : {}).append(shown);
  if (moving && small) link.append($('<span class="file-badge" aria-hidden="true">').text(ending('.gif')));
  shown.on('error', () => instead(link, fileRow(file, { facts: unshown(file) })));
  return link;
}

/** It has its place before it comes, so that nothing moves then. */
function roomFor({ width, height }) {
  return { 'aspect-ratio': `${width} / ${height}`, 'width': `min(${width}px, calc(20rem * ${width / height}))` };
}

function other(file) {
  if (file.type.startsWith('video/')) return played('video', file, { poster: file.thumbnail ? `${addressOf(file)}/thumbnail` : null, playsinline: '', width: file.width, height: file.height });
  if (file.type.startsWith('audio/')) return played('audio', file, {});
  if (file.type.startsWith('text/') && file.size > 0) return $('<figure class="text-file">').append(fileRow(file), firstLines(file));
  if (file.type === 'application/pdf' && !IN_WINDOW) return $('<figure class="text-file">').append(fileRow(file), inTab(file));
  return fileRow(file);
}

/** There the browser's own viewer has it, apart from the chat. Of our own window a tab would be another browser's. */
function inTab(file) {
  return $('<a class="file-in-tab" target="_blank" rel="noopener">').attr({ 'href': `${addressOf(file)}?show`, 'aria-label': say('files.inTabOf', { name: file.name }) }).text(say('files.inTab'));
}

/** Nothing of it is loaded before somebody plays it, but how long it is. */
function played(kind, file, attributes) {
  const node = $(`<${kind} controls>`).attr({ 'preload': kind === 'video' && file.thumbnail ? 'none' : 'metadata', 'src': addressOf(file), 'aria-label': file.name, ...attributes });
  const whole = $('<figure class="played">').addClass(kind).append(node, fileRow(file, { small: false }));
  node.on('error', () => instead(whole, fileRow(file, { facts: unshown(file) })));
  return whole;
}

/** A line that is one large link: it saves the file. `facts` of it are text, or nodes; `small` says whether it has a small picture of it, where there is one. */
export function fileRow(file, { facts = factsOf(file), small = true } = {}) {
  const label = say('files.download', { name: file.name });
  const words = $('<span class="file-words">').append($('<bdi class="file-name">').text(file.name), $('<span class="file-state">').append(typeof facts === 'string' ? document.createTextNode(facts) : facts));
  return $('<a class="file-row">').attr({ href: `${addressOf(file)}?download`, download: file.name, title: label })
    .append(small && file.thumbnail ? smallPicture(file) : mark(file), words, icon(DOWNLOAD));
}

function mark({ name }) {
  return $('<span class="file-kind" aria-hidden="true">').text(ending(name));
}

function smallPicture(file) {
  const picture = $('<img class="file-kind" alt="" loading="lazy" decoding="async">').attr('src', `${addressOf(file)}/thumbnail`);
  return picture.on('error', () => picture.replaceWith(mark(file)));
}

/** Why a picture is a line, too: somebody would wonder. */
function factsOf(file) {
  const size = sizeOf(file.size);
  if (isPicture(file) || !file.type.startsWith('image/')) return say(file.unsure ? 'files.unsure' : 'files.facts', { type: kindOf(file), size });
  if (SHOWN.has(file.type)) return say('files.vast', { size, pixels: `${file.width} × ${file.height}` });
  return say('files.rare', { kind: RARE[file.type] ?? ending(file.name), size });
}

/** A line for what could not be shown; the focus stays where it was. */
export function instead(shown, row) {
  const held = shown[0].contains(document.activeElement);
  shown.replaceWith(row);
  if (held) row[0].focus({ preventScroll: true });
}

/** For what this browser has tried. */
export function unshown({ size }) {
  return say('files.unshown', { size: sizeOf(size) });
}

function kindOf({ type }) {
  return say(KINDS[type.split('/')[0]] ?? 'files.kind.other');
}
