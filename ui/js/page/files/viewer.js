/**
 * Pictures over all of the page, or a text: arrows and swipes lead to the one before and after, a press
 * shows a picture in full size, Escape closes. Loaded when it is first opened.
 */
import { addressOf } from './address.js';
import { isPicture } from './shown-files.js';
import { pressed } from '../parts/shortcuts.js';
import { say } from '../../words/words.js';
import { textSheet } from './text-sheet.js';

const $ = window.jQuery;
const SWIPE = 50; // Pixels of a finger's way.
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

export class Viewer {
  #files = [];
  #at = 0;

  constructor(dialog, { onClose }) {
    this.dialog = dialog;
    this.root = $(dialog);
    this.stage = this.root.find('.viewer-stage');
    this.root.find('.viewer-before').on('click', () => this.#step(-1));
    this.root.find('.viewer-after').on('click', () => this.#step(1));
    this.root.find('.panel-close').on('click', () => dialog.close());
    this.root.on('keydown', (event) => this.#key(event));
    this.root.on('close', () => { this.stage.empty(); onClose(); });
    this.stage.on('click', ({ target }) => this.#pressed(target));
    this.stage.on('pointerdown', ({ clientX, pointerType }) => { this.from = pointerType === 'mouse' ? null : clientX; });
    this.stage.on('pointerup', ({ clientX }) => this.#swiped(clientX));
  }

  open(files, at) {
    this.#files = files;
    this.#show(at);
    if (!this.dialog.open) this.dialog.showModal();
    this.root.find('.panel-close').trigger('focus');
  }

  #show(at) {
    this.#at = at;
    const file = this.#files[at];
    const several = this.#files.length > 1;
    const text = !isPicture(file);
    this.root.attr('aria-label', say(text ? 'files.kind.text' : 'files.kind.image'));
    this.stage.removeClass('full').empty().append(text ? textSheet(file) : picture(file));
    this.root.find('.viewer-name').text(file.name);
    this.root.find('.viewer-place').text(several ? say('files.place', { count: at + 1, all: this.#files.length }) : '');
    this.root.find('.viewer-download').attr({ href: `${addressOf(file)}?download`, download: file.name, 'aria-label': say('files.download', { name: file.name }) });
    this.root.find('.viewer-before, .viewer-after').prop('hidden', !several);
  }

  #step(by) {
    const count = this.#files.length;
    if (count > 1) this.#show((this.#at + by + count) % count);
  }

  #key(event) {
    const by = STEPS[pressed(event, 'list.aside')];
    if (!by) return;
    event.preventDefault();
    this.#step(document.documentElement.dir === 'rtl' ? -by : by);
  }

  #pressed(target) {
    if (target === this.stage[0]) this.dialog.close();
    else if (target.matches('img')) this.stage.toggleClass('full');
  }

  #swiped(x) {
    if (this.from === null || this.stage.hasClass('full')) return;
    const way = x - this.from;
    if (Math.abs(way) > SWIPE) this.#step(way < 0 ? 1 : -1);
  }
}

function picture(file) {
  return $('<img>').attr({ src: addressOf(file), alt: file.name, width: file.width, height: file.height });
}
