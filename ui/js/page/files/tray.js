/** What goes out with the next message, above the box. Each room has its own. */
import { FileLine } from './file-line.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class Tray {
  #parcels = new Map(); // room -> Parcel
  #lines = new Map(); // item -> FileLine
  #unwatch = () => {};

  /** `parcel()` is an empty one; `most()` files are in one message; `onTurn()` hears that it has another size. */
  constructor(root, { parcel, most, onTurn }) {
    Object.assign(this, { root: $(root), begun: parcel, most, onTurn });
    this.list = this.root.find('.tray-list');
    this.note = this.root.find('.tray-note');
    this.original = this.root.find('.tray-original');
    this.original.find('input').on('change', ({ target }) => this.parcel?.setOriginal(target.checked));
  }

  open(room) {
    this.room = room;
    this.#show();
  }

  get parcel() {
    return this.#parcels.get(this.room) ?? null;
  }

  get empty() {
    return this.parcel?.empty ?? true;
  }

  /** What was taken for a message that is not sent. */
  put(parcel) {
    if (!this.empty) parcel.join(this.parcel);
    this.#parcels.set(this.room, parcel);
    this.#show();
  }

  add(files) {
    const parcel = this.parcel ?? this.begun();
    this.#parcels.set(this.room, parcel);
    const room = this.most() - parcel.items.length;
    const original = this.original.find('input').prop('checked');
    for (const file of files.slice(0, room)) parcel.add(file, { original });
    this.note.text(files.length > room ? say('files.tooMany', { count: this.most() }) : '');
    this.#show();
  }

  /** What was chosen goes with a message, which is somebody else's to watch from now on; null where nothing was. */
  take() {
    const { parcel } = this;
    for (const item of parcel?.items.filter(({ problem }) => problem) ?? []) parcel.remove(item);
    this.#parcels.delete(this.room);
    this.note.text('');
    this.#show();
    return parcel?.empty === false ? parcel : null;
  }

  #show() {
    this.#unwatch();
    this.#unwatch = this.parcel?.watch(() => this.#update()) ?? (() => {});
    this.original.find('input').prop('checked', this.parcel?.items.some(({ original }) => original) ?? false); // Each room's own.
    this.#lines.clear();
    this.list.empty();
    this.#update();
  }

  #update() {
    const items = this.parcel?.items ?? [];
    this.root.prop('hidden', items.length === 0 && !this.note.text());
    this.root.closest('form').toggleClass('laden', !this.empty); // There is something to send.
    this.original.prop('hidden', !items.some(({ file }) => /^(image|video)\//.test(file.type)));
    for (const [item, line] of this.#lines) if (!items.includes(item)) this.#drop(item, line);
    for (const item of items) this.#lineOf(item).update();
    if (this.#isOutOfOrder(items)) this.#order(items);
    this.#resized(items.length);
  }

  #resized(count) {
    if (count !== this.count) this.onTurn();
    this.count = count;
  }

  #lineOf(item) {
    if (!this.#lines.has(item)) {
      this.#lines.set(item, new FileLine(item, {
        'files.earlier': () => this.parcel.earlier(item),
        'files.rest': () => this.parcel.rest(item),
        'files.goOn': () => this.parcel.again(item),
        'files.again': () => this.parcel.again(item),
        'files.takeAway': () => this.parcel.remove(item),
      }));
    }
    return this.#lines.get(item);
  }

  /** The focus goes to what takes its place. */
  #drop(item, { node }) {
    const had = node.find(':focus').length > 0;
    const next = node.next().add(node.prev()).first().find('[data-act="files.takeAway"]');
    node.remove();
    this.#lines.delete(item);
    if (had && next.length) next.trigger('focus');
    else if (had) $('#message').trigger('focus');
  }

  /** Whoever was at one of them is so again: what is moved loses the focus. */
  #order(items) {
    const had = this.list.find(':focus');
    this.list.append(items.map((item) => this.#lines.get(item).node));
    had.trigger('focus');
  }

  #isOutOfOrder(items) {
    const shown = this.list.children().get();
    return items.some((item, at) => shown[at] !== this.#lines.get(item).node[0]);
  }
}
