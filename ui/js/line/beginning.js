/** How a file at the chat begins, as text: no more of it is asked for than that. Failures are ApiError. */
import { failure } from './api.js';

const $ = window.jQuery;
const TIMEOUT = 15_000; // Milliseconds.

/** At most `bytes` of the file at `url`, of this `type`; a character that is cut at the end is left out. */
export function beginning(url, { bytes, type }) {
  return new Promise((resolve, reject) => {
    const xhr = $.ajax({ url, headers: { Range: `bytes=0-${bytes - 1}` }, xhrFields: { responseType: 'arraybuffer' }, timeout: TIMEOUT });
    xhr.done((found) => resolve(new TextDecoder(charsetOf(type)).decode(found, { stream: true })));
    xhr.fail((_, reason) => reject(failure(xhr, reason)));
  });
}

function charsetOf(type) {
  return /;\s*charset=(utf-(?:8|16le|16be))$/u.exec(type)?.[1] ?? 'utf-8';
}
