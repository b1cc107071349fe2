/** The list of rooms: links, so that back, forward and "open in a new tab" work by themselves. */
import { RoomFilter } from './room-filter.js';
import { say } from '../words/words.js';
import { scrollerOf } from './scroller.js';
import { UnreadSigns } from './unread-signs.js';

const $ = window.jQuery;
const MOST = 99; // Unread messages that are counted.

export class RoomList {
  #items = new Map(); // name -> { node, current, unread }
  #names = [];
  #current = null;

  constructor(root, { filter, above, below, hrefOf, onChoose }) {
    this.root = root;
    this.hrefOf = hrefOf;
    this.model = model();
    this.filter = new RoomFilter(filter, { nodes: () => this.#items, onChoose: (node) => node.querySelector('a').click(), onShow: () => this.signs.look() });
    this.signs = new UnreadSigns(root, { above, below });
    $(root).empty().on('click', 'a', () => { this.filter.clear(); onChoose(); });
  }

  /** `names` is another array only if it has other names. */
  show(names, current, unread) {
    const reveal = current !== this.#current || (names !== this.#names && this.#seen(current));
    if (names !== this.#names) this.#arrange(names);
    for (const name of names) this.#mark(this.#items.get(name), name === current, unread(name));
    this.#current = current;
    if (reveal) requestAnimationFrame(() => this.#reveal());
  }

  /** With the next picture: before it, everything would be laid out once more, in the same task as the list is made. */
  #reveal() {
    this.#items.get(this.#current)?.node.scrollIntoView({ block: 'nearest' });
  }

  /** Whether it can be seen where the list stands now: new rooms do not push it away. */
  #seen(name) {
    const { top, bottom } = scrollerOf(this.root).getBoundingClientRect();
    const place = this.#items.get(name).node.getBoundingClientRect();
    return place.top >= top && place.bottom <= bottom;
  }

  #arrange(names) {
    const wanted = new Set(names);
    for (const name of [...this.#items.keys()]) if (!wanted.has(name)) this.#drop(name);
    let next = this.root.firstChild;
    for (const name of names) {
      const { node } = this.#items.get(name) ?? this.#make(name);
      if (node === next) next = next.nextSibling;
      else this.root.insertBefore(node, next);
    }
    this.#names = names;
    this.filter.offer(names.length);
  }

  #make(name) {
    const node = this.model.cloneNode(true);
    node.querySelector('a').href = this.hrefOf(name);
    node.querySelector('.room-label').textContent = name;
    const item = { node, current: false, unread: 0 };
    this.#items.set(name, item);
    return item;
  }

  #drop(name) {
    const { node } = this.#items.get(name);
    this.signs.note(node, false);
    node.remove();
    this.#items.delete(name);
  }

  /** Touches the document only where something else is to be seen: a thousand rooms are looked at. */
  #mark(item, current, unread) {
    if (item.current === current && item.unread === unread) return;
    if (Boolean(item.unread) !== Boolean(unread)) this.signs.note(item.node, unread > 0);
    Object.assign(item, { current, unread });
    const link = $(item.node).children('a').toggleClass('has-unread', unread > 0);
    link.attr('aria-current', current ? 'page' : null);
    link.find('.badge').prop('hidden', unread === 0);
    link.find('.badge-count').text(unread > MOST ? say('rooms.many', { count: MOST }) : unread);
  }
}

/** A room's item, to be copied. */
function model() {
  return $('<li>').append($('<a class="room">').append(
    $('<span class="hash" aria-hidden="true">').text('#'),
    $('<bdi class="room-label">'),
    $('<span class="badge" hidden>').append($('<span class="badge-count">'), $('<span class="unseen">').text(say('rooms.unread'))),
  ))[0];
}
