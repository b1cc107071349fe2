/** How a file at the chat begins, as text: no more of it is asked for than that. Failures are ApiError. */
import { failure } from './api.js';

const $ = window.jQuery;
const TIMEOUT = 15_000; // Milliseconds.

/** At most `bytes` of the file at `url`, of this `type`; a character that is cut at the end is left out. */
export function beginning(url, { bytes, type }) {
  return new Promise((resolve, reject) => {
    const native = new XMLHttpRequest();
    const settings = { url, headers: { Range: `bytes=0-${bytes - 1}` }, xhrFields: { responseType: 'arraybuffer' }, timeout: TIMEOUT };
    const xhr = $.ajax({ ...settings, xhr: () => native });
    xhr.done((found) => resolve(new TextDecoder(charsetOf(type)).decode(found, { stream: true })));
    xhr.fail((_, reason) => reject(failure(Object.assign(xhr, { responseJSON: said(native.response) }), reason)));
  });
}

/** What the chat has said instead: of bytes jQuery reads none. Undefined where it was something else, or nothing. */
function said(response) {
  try {
    return JSON.parse(new TextDecoder().decode(response));
  } catch {
    return undefined;
  }
}

function charsetOf(type) {
  return /;\s*charset=(utf-(?:8|16le|16be))$/u.exec(type)?.[1] ?? 'utf-8';
}
