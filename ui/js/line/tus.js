/**
 * Uploads as the server takes them: tus 1.0 (creation, core, termination). What is sent is a piece of a
 * file, which the browser reads from the disk as the network takes it. Failures are ApiError.
 */
import { failure } from './api.js';

const $ = window.jQuery;

const VERSION = { 'Tus-Resumable': '1.0.0' };
const ORDINARY_TIMEOUT = 15_000; // Milliseconds.
const STALLED = 20_000; // Without a byte taken for so long the connection is dead, whatever it says.
const LOOKED = 5 * 60_000; // For so long the server may look at the whole; a slow disk reads 4 GB in three minutes. Then it is asked what is there.

export class Tus {
  /** `looked`: milliseconds that an answer may take once all has gone. */
  constructor({ looked = LOOKED } = {}) {
    this.looked = looked;
  }

  /** The id of a new upload of `size` bytes; `facts`, texts by their names, are told with it. */
  async begin({ size, ...facts }) {
    const told = Object.entries(facts).filter(([, value]) => value !== undefined);
    const answer = await ask('POST', 'uploads', {
      headers: { 'Upload-Length': size, 'Upload-Metadata': told.map(([name, value]) => `${name} ${base64(String(value))}`).join(',') },
    });
    const id = /([0-9a-f]+)\/?$/.exec(answer.says('location') ?? '')?.[1];
    if (!id) throw answer.foreign();
    return id;
  }

  /** How many bytes of it are there. */
  async offset(id) {
    return offsetOf(await ask('HEAD', `uploads/${id}`));
  }

  /**
   * The bytes from `offset` on; how many are there then. `onProgress(bytes)` hears how many of `piece` have
   * gone. The answer to the last ones comes when the server has looked at the whole.
   */
  async append(id, { offset, piece, onProgress, signal }) {
    return offsetOf(await ask('PATCH', `uploads/${id}`, {
      headers: { 'Upload-Offset': offset },
      contentType: 'application/offset+octet-stream',
      data: piece,
      onProgress,
      looked: this.looked,
      signal,
    }));
  }

  /** It is not wanted after all. */
  async discard(id) {
    await ask('DELETE', `uploads/${id}`);
  }

  /** How it looks, small. */
  async show(id, picture) {
    await ask('PUT', `files/${id}/thumbnail`, { contentType: picture.type, data: picture });
  }
}

/** What an answer's head says: `says(name)`; `foreign()` is an error where it is none of the chat's. */
function ask(method, url, { headers = {}, data, contentType = false, onProgress = null, looked, signal } = {}) {
  return new Promise((resolve, reject) => {
    const native = new XMLHttpRequest();
    // Before it is sent: a browser tells nobody who comes later.
    const alive = onProgress ? heedProgress(native, { onProgress, first: data.size ? STALLED : looked, looked, onStalled: () => xhr.abort('timeout') }) : null;
    const xhr = $.ajax({
      method, url, data, contentType, processData: false, dataType: 'json', headers: { ...VERSION, ...headers },
      timeout: onProgress ? 0 : ORDINARY_TIMEOUT, xhr: () => native,
    });
    xhr.always(() => alive?.stop());
    // Not the xhr itself: it has a `then` of its own.
    const answer = { says: (name) => xhr.getResponseHeader(name), foreign: () => failure(xhr, 'foreign') };
    xhr.done(() => resolve(answer));
    xhr.fail((_, reason) => (ended(xhr, reason) ? resolve(answer) : reject(failure(xhr, reason))));
    signal?.addEventListener('abort', () => xhr.abort(), { once: true });
  });
}

/** An answer without words is none of JSON to jQuery. */
function ended({ status }, reason) {
  return reason === 'parsererror' && status >= 200 && status < 300;
}

/** What is on the way is told; where nothing is taken, or answered, any more that is too, once. It begins within `first` milliseconds. */
function heedProgress(native, { onProgress, first, looked, onStalled }) {
  let timer = setTimeout(onStalled, first);
  native.upload.addEventListener('progress', ({ loaded, total }) => {
    clearTimeout(timer);
    timer = setTimeout(onStalled, loaded < total ? STALLED : looked);
    onProgress(loaded);
  });
  return { stop: () => clearTimeout(timer) };
}

function offsetOf(answer) {
  const offset = Number(answer.says('upload-offset') ?? NaN);
  if (!Number.isSafeInteger(offset)) throw answer.foreign();
  return offset;
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
