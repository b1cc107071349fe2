/** Where there are many rooms: those with some letters in their name, whatever the accents. */
import { plain } from '../parts/plain.js';
import { pressed } from '../parts/shortcuts.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const MANY = 15; // Rooms from which on a list is looked through for a name rather than read.

export class RoomFilter {
  /** `nodes()` answers the items of all rooms, by name: { node, title, folded }: what is folded away is seen only where it is looked for. `onShow()` follows other ones. */
  constructor(root, { nodes, onChoose, onShow }) {
    Object.assign(this, { root: $(root), nodes, onShow });
    this.input = this.root.find('input').on('input', () => this.#apply());
    this.note = this.root.find('p');
    this.input.on('keydown', (event) => {
      if (pressed(event, 'list.take')) this.#choose(event, onChoose);
      if (pressed(event, 'close') && this.input.val()) this.#escape(event);
    });
  }

  offer(rooms) {
    const few = rooms < MANY;
    this.root.prop('hidden', few);
    if (few) this.input.val(''); // Nobody could see why a room is not in the list.
    this.#apply();
  }

  clear() {
    this.input.val('');
    this.#apply();
  }

  /** Others are folded away now. */
  refresh() {
    this.#apply();
  }

  #apply() {
    const letters = unmarked(this.input.val());
    let found = 0;
    let changed = false;
    for (const { node, title, folded } of this.nodes().values()) {
      const shown = letters ? unmarked(title).includes(letters) : !folded;
      if (node.hidden === shown) {
        node.hidden = !shown;
        changed = true;
      }
      if (shown) found += 1;
    }
    if (changed) this.onShow();
    this.note.text(found ? '' : say('rooms.notFound'));
  }

  #choose(event, onChoose) {
    event.preventDefault();
    const [first] = [...this.nodes().values()].map(({ node }) => node).filter((node) => !node.hidden);
    if (this.input.val() && first) onChoose(first);
  }

  #escape(event) {
    event.preventDefault(); // Empties the box, and does not close the drawer around it.
    this.clear();
  }
}

function unmarked(text) {
  return plain(text.trim().replace(/^#/, ''));
}
