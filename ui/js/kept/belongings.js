/**
 * What this browser keeps of one chat: what waits to be sent, drafts, the name, what was read. It is
 * kept by the chat's identity, as /about tells it, for an address is somebody else's tomorrow. Of the
 * address itself is what its tabs agree on, and which chat was there last: until the chat has said
 * who it is, it is taken for that one.
 *
 * A log put back from a backup has a new identity, and knows its members: it is the same chat.
 */
import { ADDRESS, Storage } from './storage.js';
import { isChange } from '../kinds/table.js';

const LAST = 'chat'; // The name, at the address, of { log, member }.
const UNKNOWN = 'chat@.'; // Before any chat was ever met here.
const SENT = /^(outbox|draft)\./; // Goes along and does not stay: else it would be sent twice.
const NAMED = /^(nick|asked)$/; // A person's, who is not asked again in the next chat.
const READ = /^read(\.|$)/; // Counts one log's messages.

export class Belongings extends Storage {
  #chat; // { log, member } as this tab knows them; another tab may have met the next chat already.

  constructor(area) {
    super(area, UNKNOWN);
    this.address = this.under(ADDRESS);
    this.#chat = this.address.get(LAST);
    this.prefix = prefixOf(this.log);
  }

  /** Whose these are; null before any chat was met here. */
  get log() {
    return this.#chat?.log ?? null;
  }

  /** The chat at this address says that it is this one: true if what is here is now another's. */
  enter(log, member) {
    const before = this.#chat;
    this.#chat = { log, member };
    this.#takeOlder(log);
    if (before?.log === log && before.member === member) return false;
    this.address.set(LAST, this.#chat);
    if (before?.log === log) return false;
    this.#leave(this.under(prefixOf(log)), !before || before.member === member);
    this.turn(prefixOf(log));
    return true;
  }

  #leave(next, same) {
    for (const name of this.names('')) {
      if (NAMED.test(name) || (same && SENT.test(name) && !this.#isChange(name))) take(this, next, name);
    }
  }

  /** In another log, be it this one's backup, a message's number may be another's. */
  #isChange(name) {
    return name.startsWith('outbox.') && isChange(this.get(name) ?? {});
  }

  /**
   * What a page of an older version kept at the address, of the chat that it last met here. Such a
   * page may be open in another tab: what it read and is called stays its own.
   */
  #takeOlder(log) {
    const owner = this.address.get('read')?.log ?? this.address.get('log') ?? log;
    const own = this.under(prefixOf(owner));
    const begun = own.get('read') !== null;
    for (const name of this.address.names('')) {
      if (SENT.test(name) || NAMED.test(name) || (READ.test(name) && !begun)) take(this.address, own, name);
    }
  }
}

function prefixOf(log) {
  return log ? `chat@${log}.` : UNKNOWN;
}

/** What is there already stays; two drafts of a room stand below each other. */
function take(from, to, name) {
  const [value, there] = [from.get(name), to.get(name)];
  if (there === null) to.set(name, value);
  else if (name.startsWith('draft.') && there !== value) to.set(name, `${there}\n${value}`);
  if (SENT.test(name)) from.remove(name);
}

