/** The list of rooms: links, so that back, forward and "open in a new tab" work by themselves. */
import { HiddenRooms } from './hidden-rooms.js';
import { initialOf, toneOf } from '../../chat/nicks.js';
import { lock } from '../parts/lock.js';
import { RoomFilter } from './room-filter.js';
import { say } from '../../words/words.js';
import { scrollerOf } from '../parts/scroller.js';
import { UnreadSigns } from './unread-signs.js';

const $ = window.jQuery;
const READ = { unread: 0, least: false, level: 'all' };
const MUTED = new Set(['nothing', 'hidden']);
const MOST = 99; // Unread messages that are counted for the eye; whoever asks or listens is told all.

export class RoomList {
  #items = new Map(); // name -> { node, kind, title, current, state, folded }
  #names = [];
  #current = null;

  constructor(root, { filter, above, below, hrefOf, kindOf, titleOf, hides, onChoose }) {
    this.root = root;
    Object.assign(this, { hrefOf, kindOf, titleOf, hides });
    this.heading = $('<li class="room-heading">').append($('<h3>').text(say('rooms.direct')))[0];
    this.model = model();
    this.filter = new RoomFilter(filter, { nodes: () => this.#items, onChoose: (node) => node.querySelector('a').click(), onShow: () => this.signs.look() });
    this.signs = new UnreadSigns(root, { above, below });
    this.hidden = new HiddenRooms({ onTurn: () => this.#fold() });
    $(root).empty().on('click', 'a', () => { this.filter.clear(); onChoose(); });
  }

  /** `names` is another array only if it has other names; `stateOf(name)` is { unread, least, level } of each. */
  show(names, current, stateOf) {
    const reveal = current !== this.#current || (names !== this.#names && this.#seen(current));
    if (names !== this.#names) this.#arrange(names);
    for (const name of names) this.#mark(this.#items.get(name), name === current, stateOf(name));
    this.#current = current;
    this.#fold();
    if (reveal) requestAnimationFrame(() => this.#reveal());
  }

  /** What is hidden is folded away, but for the room that is read. */
  #fold() {
    let other = false;
    for (const item of this.#items.values()) {
      const folded = item.state?.level === 'hidden' && !item.current && !this.hidden.unfolded;
      other ||= item.folded !== folded;
      item.folded = folded;
    }
    if (other) this.filter.refresh();
  }

  /** Which room the `link` of an item leads to. */
  nameOf(link) {
    return [...this.#items].find(([, { node }]) => node === link.parentNode)?.[0];
  }

  /** How often the reader is named in each: `mentions(name)`. */
  mark(mentions) {
    for (const [name, item] of this.#items) this.#markMentions(item, mentions(name));
  }

  #markMentions(item, count) {
    if (item.mentions === count) return;
    item.mentions = count;
    const badge = $(item.node).find('.badge-mentions').prop('hidden', !count).attr('title', say('mentions.count', { count }));
    badge.children('[aria-hidden]').text(say('mentions.badge', { count }));
    badge.children('.unseen').text(say('mentions.count', { count }));
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

  /** The items, with a heading above the conversations, and a line above those that are hidden, which come last. */
  #nodesOf(names) {
    const seen = names.filter((name) => !this.hides(name));
    const items = names.map((name) => this.#item(name));
    const nodes = items.map(({ node }) => node);
    this.hidden.show(names.length - seen.length);
    if (seen.length < names.length) nodes.splice(seen.length, 0, this.hidden.node);
    else this.hidden.node.remove();
    const first = items.slice(0, seen.length).findIndex(({ kind }) => kind === 'direct');
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
    this.#items.set(name, { node, kind, current: false, state: READ, folded: false, mentions: 0 });
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
  #mark(item, current, state) {
    if (item.current === current && same(item.state, state)) return;
    const calls = ({ unread, level }) => unread > 0 && level === 'all';
    if (calls(item.state) !== calls(state)) this.signs.note(item.node, calls(state));
    Object.assign(item, { current, state });
    const link = $(item.node).children('a').toggleClass('has-unread', calls(state)).toggleClass('muted', MUTED.has(state.level)).toggleClass('some', state.level === 'mentions');
    link.attr('aria-current', current ? 'page' : null);
    this.#count(link, state);
    link.find('.room-muted').text(MUTED.has(state.level) ? say('rooms.muted') : '');
  }

  #count(link, { unread, least, level }) {
    const words = say(least ? 'rooms.unreadLeast' : 'rooms.unread', { count: unread });
    const counted = unread > MOST || least ? say('rooms.many', { count: Math.min(unread, MOST) }) : unread;
    link.find('.badge').prop('hidden', unread === 0 || MUTED.has(level)).attr('title', words);
    link.find('.badge-count').text(counted);
    link.find('.badge .unseen').text(words);
  }
}

function same(a, b) {
  return a.unread === b.unread && a.least === b.least && a.level === b.level;
}

/** A room's item, to be copied. */
function model() {
  return $('<li>').append($('<a class="room">').append(
    $('<span class="hash" aria-hidden="true">').text('#'),
    $('<bdi class="room-label">'),
    $('<span class="unseen room-muted">'),
    $('<span class="badge-mentions" hidden>').append($('<span aria-hidden="true">'), $('<span class="unseen">')),
    $('<span class="badge" hidden>').append($('<span class="badge-count" aria-hidden="true">'), $('<span class="unseen">')),
  ))[0];
}
