/**
 * The files of a message, as they are seen: pictures in their proportions, several as a grid, sound and
 * video where they are, all else as a line. Names are others' texts, and stay texts.
 */
import { ending, icon } from './file-line.js';
import { sizeOf } from './sizes.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const DOWNLOAD = 'M10 3.5v9M6 9l4 4 4-4M4 16.5h12';
const KINDS = { image: 'files.kind.image', video: 'files.kind.video', audio: 'files.kind.audio', text: 'files.kind.text' };
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);
const SMALL = 300 * 1024; // Bytes; what is not larger is shown as it is.
const MOVES = 'image/gif';
const still = window.matchMedia('(prefers-reduced-motion: reduce)');

export const addressOf = ({ id }) => `files/${id}`;
export const isPicture = ({ type }) => SHOWN.has(type);

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
  shown.on('error', () => link.replaceWith(fileRow(file, say('files.unshown', { size: sizeOf(file.size) }))));
  return link;
}

/** It has its place before it comes, so that nothing moves then. */
function roomFor({ width, height }) {
  return { 'aspect-ratio': `${width} / ${height}`, 'width': `min(${width}px, calc(20rem * ${width / height}))` };
}

function other(file) {
  if (file.type.startsWith('video/')) return played('video', file, { poster: file.thumbnail ? `${addressOf(file)}/thumbnail` : null, playsinline: '', width: file.width, height: file.height });
  if (file.type.startsWith('audio/')) return played('audio', file, {});
  return fileRow(file);
}

/** Nothing of it is loaded before somebody plays it, but how long it is. */
function played(kind, file, attributes) {
  const node = $(`<${kind} controls>`).attr({ 'preload': kind === 'video' && file.thumbnail ? 'none' : 'metadata', 'src': addressOf(file), 'aria-label': file.name, ...attributes });
  const whole = $('<figure class="played">').addClass(kind).append(node, fileRow(file));
  node.on('error', () => whole.replaceWith(fileRow(file, say('files.unshown', { size: sizeOf(file.size) }))));
  return whole;
}

/** A line that is one large link: it saves the file. */
export function fileRow(file, facts = say(file.unsure ? 'files.unsure' : 'files.facts', { type: kindOf(file), size: sizeOf(file.size) })) {
  const label = say('files.download', { name: file.name });
  const words = $('<span class="file-words">').append($('<bdi class="file-name">').text(file.name), $('<span class="file-state">').text(facts));
  return $('<a class="file-row">').attr({ href: `${addressOf(file)}?download`, download: file.name, title: label })
    .append($('<span class="file-kind" aria-hidden="true">').text(ending(file.name)), words, icon(DOWNLOAD));
}

function kindOf({ type }) {
  return say(KINDS[type.split('/')[0]] ?? 'files.kind.other');
}
