/**
 * All files that this tab sends: a few at a time, first come, first served. What was begun is kept by what
 * the file is known by, so that the same one goes on where it was when it is chosen again.
 */
import { refusal } from './api-error.js';
import { Tus } from './tus.js';
import { Upload } from './upload.js';

const AT_ONCE = 2; // The poll, the outbox and what is looked at want connections, too: browsers have six.
const START = 'upload.';
const DAY = 86_400_000; // What is not sent by then the server has forgotten.

export class Uploads {
  #all = new Set();

  constructor({ storage, tus = new Tus(), now = Date.now }) {
    Object.assign(this, { storage, tus, now });
    window.addEventListener('beforeunload', (event) => { if (this.busy) event.preventDefault(); });
    window.addEventListener('online', () => this.hurry());
  }

  /** Whether a page that goes takes something with it that is only half there. */
  get busy() {
    return [...this.#all].some(({ state }) => state === 'goes' || state === 'waits');
  }

  /** Begins as soon as its turn comes. `facts` are told of it, `small` is a picture of it; `original`: nothing is to be cut out. */
  add(file, { facts = {}, small = null, original = false, onChange }) {
    const name = this.#nameOf(file, original);
    const upload = new Upload(file, {
      tus: this.tus,
      known: this.#known(name),
      facts: () => ({ filename: file.name, ...facts, original: original ? 1 : undefined }),
      onChange: () => { onChange(upload); this.#next(); },
      onBegun: (id) => {
        this.storage.set(name, { id, at: this.now() });
        if (small) this.tus.show(id, small).catch(refusal); // It is sent without, then.
      },
    });
    this.#all.add(upload);
    queueMicrotask(() => this.#next());
    return upload;
  }

  again(upload) {
    upload.again();
    this.#next();
  }

  /** It has been said what they are for, or they are not wanted: nothing of them is kept here. */
  forget(uploads) {
    for (const upload of uploads) this.#all.delete(upload);
    for (const name of this.storage.names(START)) {
      const { id, at } = this.storage.get(name) ?? {};
      if (uploads.some((upload) => upload.id === id) || !(at > this.now() - DAY)) this.storage.remove(name);
    }
  }

  /** What an earlier page sent up is not wanted after all. */
  discard(id) {
    this.tus.discard(id).catch(refusal); // Else it goes by itself, after a day.
  }

  hurry() {
    for (const upload of this.#all) upload.hurry();
  }

  #next() {
    const going = [...this.#all].filter(({ state }) => state === 'goes').length;
    const [next] = [...this.#all].filter(({ state }) => state === 'waits');
    if (next && going < AT_ONCE) next.run();
  }

  #known(name) {
    const { id, at } = this.storage.get(name) ?? {};
    if ([...this.#all].some((upload) => upload.id === id)) return null; // The same file twice is two.
    return typeof id === 'string' && /^[0-9a-f]+$/.test(id) && at > this.now() - DAY ? id : null;
  }

  #nameOf({ name, size, lastModified }, original) {
    return `${START}${JSON.stringify([name, size, lastModified, original])}`;
  }
}
