/** The only module that talks HTTP. Answers are the server's JSON; failures are ApiError. */
const $ = window.jQuery;

const ORDINARY_TIMEOUT = 15; // Seconds; a LAN answers in milliseconds or not at all.
const POLL_GRACE = 10; // Seconds a poll may be late before it counts as lost.

/** A request that did not succeed. `status` is 0 where there was no answer at all. */
export class ApiError extends Error {
  constructor(status, description, retryAfter, aborted) {
    super(description);
    this.status = status;
    this.description = description;
    this.retryAfter = retryAfter;
    this.aborted = aborted;
  }

  /** True when sending the same again can never work; everything else is worth another try. */
  get permanent() {
    return this.status >= 400 && this.status < 500 && this.status !== 408 && this.status !== 429;
  }
}

export class Api {
  about() {
    return request('GET', '/about');
  }

  rooms() {
    return request('GET', '/rooms');
  }

  history(room, { before = null, limit = 50 } = {}) {
    const query = before === null ? { limit } : { before, limit };
    return request('GET', `/rooms/${encodeURIComponent(room)}/messages`, { query });
  }

  /** Everything after `since` in all rooms; held open for at most `wait` seconds. */
  changes({ since, wait, signal }) {
    const path = `/sub?room=*&since=${since}&wait=${wait}`;
    return request('GET', path, { signal, timeout: wait + POLL_GRACE });
  }

  /** Where others join, whether they may, and whether any has. */
  invitation() {
    return request('GET', '/invite');
  }

  /** Opens the chat to the network, or closes it; answers the invitation as it is then. */
  share(shared) {
    return request('PUT', '/sharing', { body: { shared } });
  }

  publish({ room, nick, message, key }) {
    return request('POST', '/pub', { body: { room, nick, message, key } });
  }
}

function request(method, url, { query, body, signal, timeout = ORDINARY_TIMEOUT } = {}) {
  return new Promise((resolve, reject) => {
    // dataType is fixed: jQuery must never guess from the answer that it is a script to run.
    const settings = { method, url, data: query, dataType: 'json', timeout: timeout * 1000 };
    if (body) Object.assign(settings, { data: JSON.stringify(body), contentType: 'application/json' });
    const xhr = $.ajax(settings);
    xhr.done(resolve).fail((_, reason) => reject(failure(xhr, reason)));
    signal?.addEventListener('abort', () => xhr.abort(), { once: true });
  });
}

function failure(xhr, reason) {
  const description = xhr.responseJSON?.description ?? xhr.responseJSON?.title ?? sentence(xhr.status);
  const retryAfter = Number(xhr.getResponseHeader('Retry-After')) || 0;
  return new ApiError(xhr.status, description, retryAfter, reason === 'abort');
}

function sentence(status) {
  return status ? `The server answered with status ${status}.` : 'The server cannot be reached.';
}
