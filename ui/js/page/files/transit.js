/** Messages that are said and wait for their files: what is seen of them, and when they go out. */
import { ending, FileLine } from './file-line.js';
import { sizeOf } from './sizes.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class Transit {
  #parcels = new Map(); // By its id, which an item of the outbox has as its `parcel`.

  /** `onReady(parcel)` hears that all is there, `onChoose(item)` that somebody wants to choose its files once more, `onCancel(key)` that it is not to be sent. */
  constructor({ onReady, onChoose, onCancel }) {
    Object.assign(this, { onReady, onChoose, onCancel });
  }

  /** The message that it is of is about to be in the outbox, and goes out when all of it is there. */
  take(parcel) {
    this.#parcels.set(parcel.id, parcel);
    parcel.watch(() => this.#look(parcel));
  }

  /** It is not that message's any more; null where it never was. */
  release(id) {
    const parcel = this.#parcels.get(id) ?? null;
    this.#parcels.delete(id);
    return parcel;
  }

  /** The outbox has `items` by now: what none of them takes along is not to be sent. */
  keep(items) {
    for (const [id, parcel] of this.#parcels) {
      if (items.some((item) => item.parcel === id)) continue;
      this.#parcels.delete(id);
      parcel.drop();
    }
  }

  /** What an item of the outbox takes along, and what can be done about it; null where it is words alone. */
  nodeFor(item) {
    if (!item.files?.length) return null;
    if (item.state !== 'loading') return $('<ul class="tray-list">').append(item.files.map(line));
    const parcel = this.#parcels.get(item.parcel);
    return parcel ? this.#linesOf(parcel) : this.#lost(item);
  }

  #linesOf(parcel) {
    const list = $('<ul class="tray-list">').attr('aria-live', 'off');
    const lines = new Map();
    const acts = {
      'files.rest': (item) => parcel.rest(item),
      'files.goOn': (item) => parcel.again(item),
      'files.again': (item) => parcel.again(item),
      'files.takeAway': (item) => parcel.remove(item),
    };
    const update = () => {
      if (lines.size && !list[0].isConnected) return unwatch();
      for (const [item, { node }] of lines) if (!parcel.items.includes(item)) node.remove();
      for (const item of parcel.items) {
        if (!lines.has(item)) lines.set(item, new FileLine(item, acts));
        else lines.get(item).update();
        if (!lines.get(item).node.parent().length) list.append(lines.get(item).node);
      }
    };
    const unwatch = parcel.watch(() => update());
    update();
    return list;
  }

  /** They are not this page's: another tab's, or those of a page that was closed. */
  #lost(item) {
    const buttons = $('<p class="state-buttons">').append(
      $('<button type="button" class="button small">').text(say('files.choose')).on('click', () => this.onChoose(item)),
      $('<button type="button" class="button small">').text(say('files.cancel')).on('click', () => this.onCancel(item.key)),
    );
    const words = $('<p>').text(say('files.lost', { count: item.files.length }));
    return $('<div>').append($('<ul class="tray-list">').append(item.files.map(line)), $('<div class="state calm">').append(words, buttons));
  }

  #look(parcel) {
    if (!this.#parcels.has(parcel.id) || !(parcel.ready || parcel.empty)) return;
    this.#parcels.delete(parcel.id);
    parcel.settle();
    this.onReady(parcel);
  }
}

function line({ name, size }) {
  const words = $('<span class="file-words">').append($('<bdi class="file-name">').text(name), $('<span class="file-state">').text(sizeOf(size)));
  return $('<li class="file-line">').append($('<span class="file-kind" aria-hidden="true">').text(ending(name)), words);
}
