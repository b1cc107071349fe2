/**
 * What this browser remembers, as JSON under one prefix in localStorage: of this address, or of a
 * chat (belongings.js).
 *
 * Every tab of the browser sees the same values; watchers hear of a change no matter which tab
 * made it. Where localStorage is forbidden or full the values live in this tab only: the page
 * keeps working, it just forgets when it is closed.
 */
import { homePath } from '../home.js';

// A host may have another chat at another path, and both the same storage.
export const ADDRESS = homePath === '/' ? 'chat.' : `chat:${homePath}.`;

export class Storage {
  #area;
  #own;
  #watchers = [];

  constructor(area, prefix = ADDRESS, own = new Map()) {
    this.#area = area;
    this.#own = own;
    this.prefix = prefix;
    window.addEventListener('storage', (event) => this.#announce(event.key));
  }

  /** False when other tabs cannot see what this one stores. */
  get shared() {
    return this.#area !== null;
  }

  get(name, fallback = null) {
    const key = this.prefix + name;
    const text = this.#own.get(key) ?? this.#area?.getItem(key);
    if (text === null || text === undefined) return fallback;
    try {
      return JSON.parse(text) ?? fallback;
    } catch {
      return fallback; // Written by something else: as good as not there.
    }
  }

  set(name, value) {
    const [key, text] = [this.prefix + name, JSON.stringify(value)];
    try {
      this.#own.delete(key);
      if (!this.#area) throw new Error('no storage');
      this.#area.setItem(key, text);
    } catch {
      this.#own.set(key, text); // Forbidden or over quota: keep it for this tab.
    }
    this.#announce(key);
  }

  remove(name) {
    const key = this.prefix + name;
    this.#own.delete(key);
    this.#area?.removeItem(key);
    this.#announce(key);
  }

  /** The names that begin with `start`, in order. */
  names(start) {
    const keys = new Set(this.#own.keys());
    for (let i = 0; this.#area && i < this.#area.length; i += 1) keys.add(this.#area.key(i));
    const wanted = [...keys].filter((key) => key.startsWith(this.prefix + start));
    return wanted.map((key) => key.slice(this.prefix.length)).sort();
  }

  /** Calls `changed(name)` for every change of a name that begins with `start`. */
  watch(start, changed) {
    this.#watchers.push({ start, changed });
  }

  /** The same browser's, under another prefix. */
  under(prefix) {
    return new Storage(this.#area, prefix, this.#own);
  }

  /** All is under another prefix from now on. */
  turn(prefix) {
    this.prefix = prefix;
    this.#announce(null);
  }

  /** A null key is the browser's way to say that everything was cleared. */
  #announce(key) {
    for (const { start, changed } of this.#watchers) {
      if (key === null) changed('');
      else if (key.startsWith(this.prefix + start)) changed(key.slice(this.prefix.length));
    }
  }
}

/** The browser's localStorage, or null where even touching it throws. */
export function browserStorage() {
  try {
    window.localStorage.setItem(`${ADDRESS}probe`, '1');
    window.localStorage.removeItem(`${ADDRESS}probe`);
    return window.localStorage;
  } catch {
    return null;
  }
}

/** Whether the browser keeps cookies of this page; navigator.cookieEnabled is true where it blocks all. */
export function cookiesKept() {
  const probe = 'chat-probe=1';
  document.cookie = `${probe}; SameSite=Lax`;
  const kept = document.cookie.includes(probe);
  document.cookie = `${probe}; Max-Age=0`;
  return kept;
}
