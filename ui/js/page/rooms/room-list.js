/** The list of rooms: links, so that back, forward and "open in a new tab" work by themselves. */
import { initialOf, toneOf } from '../../chat/nicks.js';
import { lock } from '../parts/lock.js';
import { RoomFilter } from './room-filter.js';
import { say } from '../../words/words.js';
import { scrollerOf } from '../parts/scroller.js';
import { UnreadSigns } from './unread-signs.js';

const $ = window.jQuery;
const MOST = 99; // Unread messages that are counted for the eye; whoever asks or listens is told all.

export class RoomList {
  #items = new Map(); // name -> { node, kind, title, current, unread }
  #names = [];
  #current = null;

  constructor(root, { filter, above, below, hrefOf, kindOf, titleOf, onChoose }) {
    this.root = root;
    Object.assign(this, { hrefOf, kindOf, titleOf });
    this.heading = $('<li class="room-heading">').append($('<h3>').text(say('rooms.direct')))[0];
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
    const focused = document.activeElement;
    const wanted = new Set(names);
    for (const name of [...this.#items.keys()]) if (!wanted.has(name)) this.#drop(name);
    let next = this.root.firstChild;
    for (const node of this.#nodesOf(names)) {
      if (node === next) next = next.nextSibling;
      else this.root.insertBefore(node, next);
    }
    if (focused !== document.activeElement && this.root.contains(focused)) focused.focus({ preventScroll: true }); // It was moved.
    this.#names = names;
    this.filter.offer(names.length);
  }

  /** The items, and a heading above the conversations. */
  #nodesOf(names) {
    const items = names.map((name) => this.#item(name));
    const first = items.findIndex(({ kind }) => kind === 'direct');
    const nodes = items.map(({ node }) => node);
    if (first >= 0) nodes.splice(first, 0, this.heading);
    else this.heading.remove();
    return nodes;
  }

  #item(name) {
    const [kind, title] = [this.kindOf(name), this.titleOf(name)];
    if (this.#items.get(name)?.kind !== kind) this.#make(name, kind);
    const item = this.#items.get(name);
    if (item.title !== title) this.#entitle(item, title);
    return item;
  }

  #make(name, kind) {
    if (this.#items.has(name)) this.#drop(name);
    const node = this.model.cloneNode(true);
    const link = node.firstChild; // Without jQuery: a thousand are made in the same task.
    link.setAttribute('href', this.hrefOf(name));
    link.classList.add(kind);
    if (kind === 'private') $(node).find('.hash').empty().append(lock()).after($('<span class="unseen">').text(say('rooms.private')));
    if (kind === 'direct') $(node).find('.hash').addClass(`avatar tone-${toneOf(name)}`);
    this.#items.set(name, { node, kind, current: false, unread: 0 });
  }

  #entitle(item, title) {
    item.title = title;
    item.node.querySelector('.room-label').textContent = title;
    if (item.kind === 'direct') item.node.querySelector('.hash').textContent = initialOf(title);
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
    const counted = unread > MOST ? say('rooms.many', { count: MOST }) : unread;
    link.find('.badge').prop('hidden', unread === 0).attr('title', say('rooms.unread', { count: unread }));
    link.find('.badge-count').text(counted);
    link.find('.badge .unseen').text(say('rooms.unread', { count: unread }));
  }
}

/** A room's item, to be copied. */
function model() {
  return $('<li>').append($('<a class="room">').append(
    $('<span class="hash" aria-hidden="true">').text('#'),
    $('<bdi class="room-label">'),
    $('<span class="badge" hidden>').append($('<span class="badge-count" aria-hidden="true">'), $('<span class="unseen">')),
  ))[0];
}
