/** The files of one message, in their order, on their way from when they are chosen. */
import { preview } from './preview.js';
import { randomKey } from '../../line/random-key.js';

export class Parcel {
  id = randomKey(); // By which the message that takes them along knows them.
  items = []; // { file, original, upload, url, gone }: without an upload it is still looked at, or too large.
  #watchers = new Set();

  /** `problemOf(file)` is why a file cannot be sent, or null. */
  constructor({ uploads, problemOf }) {
    Object.assign(this, { uploads, problemOf });
  }

  /** Whether all are at the server. */
  get ready() {
    return this.items.length > 0 && this.items.every(({ upload }) => upload?.state === 'done');
  }

  get empty() {
    return this.items.length === 0;
  }

  /** What is told of them, and what has to be known to choose them once more. */
  get files() {
    return this.items.map(({ file, upload, original }) => ({ id: upload?.id ?? null, name: file.name, size: file.size, type: file.type, original }));
  }

  watch(changed) {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  add(file, { original = false } = {}) {
    const item = { file, original, upload: null, url: looks(file) ? URL.createObjectURL(file) : null, problem: this.problemOf(file), gone: false };
    this.items.push(item);
    if (!item.problem) this.#begin(item);
    this.#changed();
  }

  /** These are at the server already, for a message that was not sent. */
  adopt(files) {
    for (const { id, original = false, ...file } of files) {
      const upload = { id, state: 'done', sent: file.size, size: file.size, drop: () => this.uploads.discard(id) };
      this.items.push({ file, original, upload, url: null, problem: null, gone: false });
    }
    return this;
  }

  /** What `other` has comes behind it, and is watched here. */
  join(other) {
    this.items.push(...other.items);
    other.watch(() => this.#changed());
  }

  /** It is not sent. */
  remove(item) {
    this.#end(item);
    this.items = this.items.filter((other) => other !== item);
    this.#changed();
  }

  /** One place further to the beginning. */
  earlier(item) {
    const at = this.items.indexOf(item);
    if (at > 0) this.items.splice(at - 1, 2, item, this.items[at - 1]);
    this.#changed();
  }

  /** With or without what stands in them beside the picture: what has gone already goes again. */
  setOriginal(original) {
    for (const item of this.items) {
      if (item.original === original || item.problem || !(item.file instanceof File)) continue; // What is up there already stays as it is.
      item.original = original;
      if (item.upload) this.#discard(item.upload);
      item.upload = null;
      this.#begin(item);
    }
    this.#changed();
  }

  rest(item) {
    item.upload?.rest();
  }

  /** After a rest, or a refusal. */
  again(item) {
    if (item.upload) this.uploads.again(item.upload);
  }

  /** None of them is sent. */
  drop() {
    for (const item of this.items) this.#end(item);
    this.items = [];
    this.#changed();
  }

  /** A message has them now. */
  settle() {
    this.uploads.forget(this.items.map(({ upload }) => upload).filter(Boolean));
    for (const { url } of this.items) if (url) URL.revokeObjectURL(url);
  }

  async #begin(item) {
    const { file, original } = item;
    const look = await preview(file);
    if (item.gone || item.original !== original || item.upload) return; // Taken away, be it from another parcel by now, or begun otherwise.
    const facts = look ? { width: look.width, height: look.height } : {};
    item.upload = this.uploads.add(file, { facts, small: look?.small ?? null, original, onChange: () => this.#changed() });
    this.#changed();
  }

  #discard(upload) {
    this.uploads.forget([upload]);
    upload.drop();
  }

  #end(item) {
    item.gone = true;
    if (item.upload) this.#discard(item.upload);
    if (item.url) URL.revokeObjectURL(item.url);
  }

  #changed() {
    for (const changed of this.#watchers) changed();
  }
}

function looks({ type }) {
  return type.startsWith('image/');
}
