/**
 * The addresses at which others join: one large and with its QR code, the others below it. One
 * code at a time, because a phone takes the first that it sees.
 */
import { say, sayProblem } from '../../words/words.js';
import { write } from '../parts/written.js';

const $ = window.jQuery;

export class Ways {
  #items = new Map(); // url -> <li>
  #chosen = null; // The url whose code somebody asked for.
  #addresses = [];

  constructor(root, { note }) {
    this.root = $(root);
    this.note = $(note);
    this.code = this.root.find('.qr');
    this.top = this.root.find('.way-chosen');
    this.rest = this.root.find('.other-ways');
    this.list = this.rest.find('ul');
    this.code.on('load error', ({ type }) => this.code.toggleClass('missing', type === 'error'));
    this.list.on('click', 'button.choose', ({ currentTarget }) => this.#choose($(currentTarget)));
  }

  /** `addresses` is best first; with none there is nothing to see. */
  show(addresses) {
    this.#addresses = addresses;
    this.root.prop('hidden', addresses.length === 0);
    if (addresses.length) this.#arrange();
  }

  chooseBest() {
    this.#chosen = null;
  }

  #choose(button) {
    this.#chosen = button.closest('li').attr('data-url');
    this.#arrange();
    this.note.text(say('invite.codeFor', { address: this.#chosen }));
    this.top[0].scrollIntoView({ block: 'nearest' });
    this.top.find('.copy').trigger('focus'); // The button that was pressed is gone.
  }

  #arrange() {
    const first = this.#addresses.find(({ url }) => url === this.#chosen) ?? this.#addresses[0];
    const others = this.#addresses.filter((address) => address !== first);
    this.#showFirst(first);
    this.#showOthers(others);
    this.rest.prop('hidden', others.length === 0);
  }

  #showFirst({ url, ...names }) {
    const source = `invite/qr.svg?url=${encodeURIComponent(url)}`;
    if (this.code.attr('src') !== source) this.code.attr({ src: source, alt: say('invite.codeFor', { address: url }) });
    write(this.top.find('.way-address'), url);
    write(this.top.find('.way-label'), labelOf(names));
  }

  /** Lines that stay are left alone: a focused button keeps the focus. */
  #showOthers(others) {
    const urls = others.map(({ url }) => url);
    for (const url of [...this.#items.keys()]) if (!urls.includes(url)) this.#drop(url);
    others.forEach(({ url, ...names }, at) => {
      const item = this.#items.get(url) ?? this.#make(url);
      const there = this.list[0].children[at];
      if (there !== item[0]) this.list[0].insertBefore(item[0], there ?? null);
      write(item.find('.way-label'), labelOf(names));
    });
  }

  #make(url) {
    const item = $('<li class="way copyable">').attr('data-url', url).append(
      $('<div class="way-text">').append(
        $('<p class="way-address copy-text" dir="ltr">').text(url),
        $('<p class="way-label">'),
      ),
      $('<div class="way-buttons">').append(
        $('<button type="button" class="button small choose">').text(say('invite.code')).append(unseen(say('invite.for', { address: url }))),
        $('<button type="button" class="button small copy">').text(say('copy')).append(unseen(say('copy.what', { what: url }))),
      ),
    );
    this.#items.set(url, item);
    return item;
  }

  #drop(url) {
    this.#items.get(url).remove();
    this.#items.delete(url);
  }
}

function labelOf({ label, code, values }) {
  return sayProblem({ description: label, code, values });
}

function unseen(text) {
  return $('<span class="unseen">').text(text);
}
