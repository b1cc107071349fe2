/** The list of rooms: links, so that back, forward and "open in a new tab" work by themselves. */
import { say } from '../words/words.js';

const $ = window.jQuery;
const MOST = 99; // Unread messages that are counted.

export class RoomList {
  #items = new Map(); // name -> <li>

  constructor(root, { hrefOf, onChoose }) {
    this.root = $(root).empty();
    this.hrefOf = hrefOf;
    this.root.on('click.rooms', 'a', () => onChoose());
  }

  show(names, current, unread) {
    for (const name of [...this.#items.keys()]) if (!names.includes(name)) this.#drop(name);
    names.forEach((name, at) => {
      const item = this.#items.get(name) ?? this.#make(name);
      if (this.root[0].children[at] !== item[0]) this.root[0].insertBefore(item[0], this.root[0].children[at] ?? null);
      mark(item, name === current, unread(name));
    });
  }

  #make(name) {
    const link = $('<a class="room">').attr('href', this.hrefOf(name)).append(
      $('<span class="hash" aria-hidden="true">').text('#'),
      $('<bdi class="room-label">').text(name),
      $('<span class="badge" hidden>').append($('<span class="badge-count">'), $('<span class="unseen">').text(say('rooms.unread'))),
    );
    const item = $('<li>').append(link);
    this.#items.set(name, item);
    return item;
  }

  #drop(name) {
    this.#items.get(name).remove();
    this.#items.delete(name);
  }

  destroy() {
    this.root.off('.rooms').empty();
    this.#items.clear();
  }
}

function mark(item, current, unread) {
  const link = item.children('a').toggleClass('has-unread', unread > 0);
  if (current) link.attr('aria-current', 'page');
  else link.removeAttr('aria-current');
  link.find('.badge').prop('hidden', unread === 0);
  link.find('.badge-count').text(unread > MOST ? say('rooms.many', { count: MOST }) : unread);
}
