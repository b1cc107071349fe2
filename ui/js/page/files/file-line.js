/** One file that is sent, as a line: how it looks, what it is called, how far it is, and what can be done. */
import { progressOf, sizeOf } from './sizes.js';
import { lasting } from '../parts/times.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const PATHS = {
  'files.rest': 'M7.5 5v10M12.5 5v10',
  'files.goOn': 'M7 4.5l8 5.5-8 5.5z',
  'files.again': 'M15.5 10a5.5 5.5 0 1 1-1.6-3.9M15.5 3.5v3.2h-3.2',
  'files.earlier': 'M12 5l-5 5 5 5',
  'files.takeAway': 'M5 5l10 10M15 5L5 15',
};

export class FileLine {
  #said = null;

  /** `acts` are called by the names of their buttons; `item` is a parcel's. */
  constructor(item, acts) {
    Object.assign(this, { item, acts });
    this.node = $('<li class="file-line">');
    this.bar = $('<progress max="1">').attr('aria-label', item.file.name);
    this.state = $('<span class="file-state">');
    this.buttons = $('<span class="file-buttons">');
    const words = $('<span class="file-words">').append($('<bdi class="file-name">').text(item.file.name), this.state, this.bar);
    this.node.append(this.#picture(), words, this.buttons);
    this.update();
  }

  update() {
    const { upload, problem } = this.item;
    const state = problem ? 'refused' : (upload?.state ?? 'waits');
    this.node.attr('data-state', state);
    this.state.text(this.#words(state)).attr('role', state === 'refused' ? 'alert' : null);
    this.bar.prop('hidden', state === 'done' || state === 'refused').val(upload?.size ? upload.sent / upload.size : 0);
    this.#offer(this.#actsOf(state));
  }

  #words(state) {
    const { upload, problem, file } = this.item;
    if (state === 'refused') return problem ?? upload.problem ?? say('files.unreadable');
    if (state === 'done') return sizeOf(file.size);
    if (state === 'goes') return progressOf(upload, lasting);
    if (state === 'rests') return say('files.rests', { percent: progressOf({ ...upload, left: null, sent: upload.sent, size: upload.size }, lasting) });
    return say('files.waits');
  }

  /** What is still looked at has nothing that could rest. */
  #actsOf(state) {
    const turn = this.item.upload ? { goes: 'files.rest', waits: 'files.rest', rests: 'files.goOn', refused: 'files.again' }[state] : null;
    return ['files.earlier', turn, 'files.takeAway'].filter((name) => name && this.acts[name]);
  }

  /** The buttons stay as long as they are the same; who was at one is so again, or at what takes its place. */
  #offer(names) {
    if (names.join() === this.#said) return;
    this.#said = names.join();
    const had = this.buttons.children(':focus');
    const [at, act] = [had.index(), had.attr('data-act')];
    this.buttons.empty().append(names.map((name) => this.#button(name)));
    if (at >= 0) this.buttons.children().eq(names.includes(act) ? names.indexOf(act) : Math.min(at, names.length - 1)).trigger('focus');
  }

  #button(name) {
    const label = say(name, { name: this.item.file.name });
    return $('<button type="button" class="quiet-button">').attr({ 'aria-label': label, 'title': label, 'data-act': name })
      .append(icon(PATHS[name])).on('click', () => this.acts[name](this.item));
  }

  #picture() {
    const { url } = this.item;
    if (!url) return $('<span class="file-kind" aria-hidden="true">').text(ending(this.item.file.name));
    return $('<img class="file-kind" alt="">').attr('src', url).on('error', ({ target }) => $(target).replaceWith($('<span class="file-kind" aria-hidden="true">').text(ending(this.item.file.name))));
  }
}

/** What a file's name ends with, as long as that says something: PDF. */
export function ending(name) {
  return /\.([\p{L}\p{N}]{1,5})$/u.exec(name)?.[1].toUpperCase() ?? '';
}

export function icon(path) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  line.setAttribute('d', path);
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(line);
  return svg;
}
