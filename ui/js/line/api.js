/**
 * The only module that talks HTTP. Answers are the server's JSON; failures are ApiError. Addresses
 * are relative to the page's: behind a proxy the chat may have a path on another's host.
 */
import { ApiError, LONGEST_PAUSE } from './api-error.js';
import { heard } from './clock.js';
import { isAnswer } from './answers.js';
import { requestOf } from '../kinds/table.js';

const $ = window.jQuery;

const ORDINARY_TIMEOUT = 15; // Seconds; a LAN answers in milliseconds or not at all.
const POLL_GRACE = 10; // Seconds a poll may be late before it counts as lost.

export class Api {
  about() {
    return request('about', 'GET', 'about');
  }

  rooms() {
    return request('rooms', 'GET', 'rooms');
  }

  /** Makes the room that `name` means, unless it is there, or a private one with that title; answers
   * what it is called. */
  makeRoom(body) {
    return request('room', 'POST', 'rooms', { body });
  }

  /** The conversation with some members. */
  direct(body) {
    return request('room', 'POST', 'direct', { body });
  }

  /** Comes into a private room. */
  join(body) {
    return request('room', 'POST', 'join', { body });
  }

  /** Who is in a private room. */
  people(room) {
    return request('people', 'GET', `rooms/${encodeURIComponent(room)}/members`);
  }

  /** Who is here now who reads a room, and who was before. */
  attendance(room) {
    return request('attendance', 'GET', `rooms/${encodeURIComponent(room)}/people`);
  }

  /** Says that one is about to say something there. */
  types(room) {
    return request('change', 'PUT', `rooms/${encodeURIComponent(room)}/typing`);
  }

  /** What one wants to hear of a room; what holds then. */
  setLevel(room, body) {
    return request('marked', 'PUT', `rooms/${encodeURIComponent(room)}/level`, { body });
  }

  /** How far one has read a room, or all of them; what holds then. */
  read({ room, ...body }) {
    return request('marked', 'PUT', `rooms/${encodeURIComponent(room)}/read`, { body });
  }

  add(room, member, body) {
    return request('change', 'PUT', `rooms/${encodeURIComponent(room)}/members/${member}`, { body });
  }

  takeOut(room, member, body) {
    return request('change', 'DELETE', `rooms/${encodeURIComponent(room)}/members/${member}`, { body });
  }

  /** The open invitations to a private room. */
  links(room) {
    return request('links', 'GET', `rooms/${encodeURIComponent(room)}/links`);
  }

  makeLink(room, body) {
    return request('link', 'POST', `rooms/${encodeURIComponent(room)}/links`, { body });
  }

  takeBackLink(room, link, body) {
    return request('change', 'DELETE', `rooms/${encodeURIComponent(room)}/links/${link}`, { body });
  }

  /** Where one is named, below that number. */
  mentions(before) {
    return request('mentions', 'GET', before ? `mentions?before=${before}` : 'mentions');
  }

  /** One of them, or all up to a number, are not to be told any more. */
  putAway({ id, upTo }) {
    return request('done', 'DELETE', id ? `mentions/${id}` : `mentions?up_to=${upTo}`);
  }

  /** Who somebody is. */
  person(member) {
    return request('person', 'GET', `members/${member}`);
  }

  /** What host and helpers decide about a room; what holds in it then. */
  changeRoom(room, body) {
    return request('change', 'PATCH', `rooms/${encodeURIComponent(room)}`, { body });
  }

  removeRoom(room, body) {
    return request('change', 'DELETE', `rooms/${encodeURIComponent(room)}`, { body });
  }

  /** How somebody is to stand, for host and helpers; how they stand then. */
  setStanding(member, body) {
    return request('person', 'PUT', `members/${member}`, { body });
  }

  /** The last messages before a number, the first after one, those around one, or the newest. */
  history(room, { before = null, after = null, around = null, limit }) {
    const from = Object.entries({ before, after, around }).filter(([, number]) => number !== null);
    const query = { limit, ...Object.fromEntries(from) };
    return request('history', 'GET', `rooms/${encodeURIComponent(room)}/messages`, { query });
  }

  /** What was said, found by `words`, in one room or (null) in all; from `cursor` on, null: the newest. */
  search({ words, room, cursor, limit }) {
    const rest = Object.entries({ room, cursor }).filter(([, value]) => value !== null);
    return request('search', 'GET', 'search', { query: { q: words, limit, ...Object.fromEntries(rest) } });
  }

  /** One message as it is now, with what it said before. */
  message(id) {
    return request('message', 'GET', `messages/${id}`);
  }

  /**
   * Everything after `since` in all rooms; held for at most `wait` seconds, and lost `grace` later. `away`: nobody
   * has looked at the page for a while.
   */
  changes({ since, wait, away = false, grace = POLL_GRACE, signal }) {
    const path = `sub?room=*&since=${since}&wait=${wait}${away ? '&away=1' : ''}`;
    return request('changes', 'GET', path, { signal, timeout: wait + grace });
  }

  /** Where others join, whether they may, and whether any has. */
  invitation() {
    return request('invitation', 'GET', 'invite');
  }

  /** The same once it is not as in `state` any more, or `wait` seconds are over. */
  invitationAfter({ state, wait, signal }) {
    const query = state ? { state, wait } : { wait };
    return request('invitation', 'GET', 'invite', { query, signal, timeout: (state ? wait : 0) + POLL_GRACE });
  }

  /** Opens the chat to the network, or closes it; answers the invitation as it is then. */
  share(shared) {
    return request('invitation', 'PUT', 'sharing', { body: { shared } });
  }

  /** What one is called from now on, told in `room`. */
  rename({ nick, room, key }) {
    return request('me', 'PUT', 'me', { body: { nick, room, key } });
  }

  /** Whether others are told that one is here. */
  setShown(shown) {
    return request('shown', 'PUT', 'me', { body: { shown } });
  }

  /** A link by which one is the same member elsewhere, or a code to keep. */
  device({ recovery }) {
    return request('device', 'POST', 'me/links', { body: { recovery } });
  }

  /** Be the member whose link or code it is. */
  arrive(secret) {
    return request('arrival', 'POST', 'me/device', { body: { secret } });
  }

  /** How the door stands; with `state`, once it is another, or `wait` seconds are over. */
  door({ state, wait, signal } = {}) {
    const query = state ? { state, wait } : {};
    return request('door', 'GET', 'door', { query, signal, timeout: (state ? wait : 0) + POLL_GRACE });
  }

  /** Comes in with a passcode, or asks to be let in; how things are then. */
  enter({ nick, passcode }) {
    return request('door', 'POST', 'door', { body: passcode ? { nick, passcode } : { nick } });
  }

  /** Sets the door: for the host. */
  setDoor(wanted) {
    return request('door', 'PUT', 'door', { body: wanted });
  }

  /** Who asked to be let in: for the host. */
  newcomers() {
    return request('newcomers', 'GET', 'door/waiting');
  }

  admit(member, { admit, nick }) {
    return request('receipt', 'PUT', `door/waiting/${encodeURIComponent(member)}`, { body: { admit, nick } });
  }

  /** What programs come with, without the secrets: for the host. */
  tokens() {
    return request('tokens', 'GET', 'tokens');
  }

  /** A new one, whose secrets are told this once. */
  makeToken(body) {
    return request('token', 'POST', 'tokens', { body });
  }

  takeBackToken(token, { key }) {
    return request('gone', 'DELETE', `tokens/${token}?key=${key}`);
  }

  /** What the outbox has; `log` is the chat that it is meant for: another one refuses it. */
  publish(item, { log, signal } = {}) {
    const { method, path, body, answer } = requestOf(item);
    return request(answer, method, path, { body: { ...body, log }, signal });
  }
}

/** Resolves with the chat's `answer` of that name (see answers.js) and with nothing else. */
function request(answer, method, url, { query, body, signal, timeout = ORDINARY_TIMEOUT } = {}) {
  return new Promise((resolve, reject) => {
    // dataType is fixed: jQuery must never guess from the answer that it is a script to run.
    const settings = { method, url, data: query, dataType: 'json', timeout: timeout * 1000 };
    if (body) Object.assign(settings, { data: JSON.stringify(body), contentType: 'application/json' });
    const xhr = $.ajax(settings);
    xhr.done(() => heard(xhr.getResponseHeader('date')));
    xhr.done((said) => (isAnswer(answer, said) ? resolve(said) : reject(failure(xhr, 'foreign'))));
    xhr.fail((_, reason) => reject(failure(xhr, reason)));
    signal?.addEventListener('abort', () => xhr.abort(), { once: true });
  });
}

/** What an answer, or none, is as an error; `reason` is jQuery's, or `foreign`. */
export function failure(xhr, reason) {
  const { status, responseJSON } = xhr;
  const own = reason !== 'foreign' && isAnswer('refusal', responseJSON);
  const retryAfter = own ? Math.min(Number(xhr.getResponseHeader('Retry-After')) || 0, LONGEST_PAUSE) : 0;
  const [aborted, late] = [reason === 'abort', reason === 'timeout'];
  return new ApiError({ status, refusal: own ? responseJSON : null, retryAfter, aborted, late });
}
