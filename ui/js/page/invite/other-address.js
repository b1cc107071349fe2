/**
 * The way to where the chat is reached now, for a page at an address that it had before. The chat
 * says which addresses it has; only one that it once gave away itself can be a former one: behind a
 * proxy, or out of a container, it knows none at which this page could be. The window needs no
 * such way: it finds the chat.
 */
import { homeAddress } from '../../home.js';
import { IN_WINDOW } from '../../in-window.js';
import { onlyHere } from './join.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const PATIENCE = 10 * 1000; // Milliseconds without an answer; who starts anew is there sooner.
const GIVEN = 'given'; // At the address: the log of the chat that gave it away.

export class OtherAddress {
  #addresses = [];
  #silent = false;
  #timer = null;

  /** `along()` gives what goes along, for behind the #. */
  constructor(root, { storage, along }) {
    Object.assign(this, { root: $(root), storage, along });
    this.words = this.root.find('span');
    this.link = this.root.find('a').on('click', ({ currentTarget }) => { currentTarget.href = this.#to.url + this.along(); });
  }

  /** These are the addresses of the chat that is here; none is told before the door. */
  know(addresses) {
    if (!addresses.length) return;
    this.#addresses = addresses;
    if (addresses.includes(homeAddress)) this.storage.address.set(GIVEN, this.storage.log);
    this.#show();
  }

  connection({ phase, closed }) {
    const waits = phase === 'waiting' && !closed;
    if (waits && (this.#timer || this.#silent)) return;
    clearTimeout(this.#timer);
    this.#timer = waits ? setTimeout(() => this.#hear(true), PATIENCE) : null;
    if (!waits) this.#hear(false);
  }

  #hear(silent) {
    this.#silent = silent;
    this.#timer = null;
    this.#show();
  }

  get #to() {
    const others = this.#addresses.filter((url) => url !== homeAddress && isWeb(url) && !onlyHere(url));
    const former = this.storage.address.get(GIVEN) === this.storage.log;
    if (IN_WINDOW || onlyHere(homeAddress) || !former || !others.length) return null;
    if (!this.#addresses.includes(homeAddress)) return { url: others[0], words: 'address.moved' };
    return this.#silent ? { url: others.find(isNamed) ?? others[0], words: 'address.perhaps' } : null;
  }

  #show() {
    const to = this.#to;
    this.root.prop('hidden', !to);
    if (!to || (this.link.attr('data-to') === to.url && this.words.first().text() === say(to.words))) return;
    this.words.first().text(say(to.words));
    this.link.attr({ href: to.url, 'data-to': to.url }).text(to.url);
  }
}

function isWeb(url) {
  return /^https?:/.test(url);
}

/** A name stays when the numbers change. */
function isNamed(url) {
  return !/^(\[|[\d.]+$)/.test(new URL(url).hostname);
}
