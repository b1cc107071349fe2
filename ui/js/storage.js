/**
 * What this browser remembers, as JSON under one prefix in localStorage.
 *
 * Every tab of the browser sees the same values; watchers hear of a change no matter which tab
 * made it. Where localStorage is forbidden or full the values live in this tab only: the page
 * keeps working, it just forgets when it is closed.
 */
import { homePath } from './home.js';

// A host may have another chat at another path, and both the same storage.
const PREFIX = homePath === '/' ? 'chat.' : `chat:${homePath}.`;

export class Storage {
  #area;
  #own = new Map();
  #watchers = [];

  constructor(area) {
    this.#area = area;
    window.addEventListener('storage', (event) => this.#announce(event.key));
  }

  /** False when other tabs cannot see what this one stores. */
  get shared() {
    return this.#area !== null;
  }

  get(name, fallback = null) {
    const text = this.#own.get(name) ?? this.#area?.getItem(PREFIX + name);
    if (text === null || text === undefined) return fallback;
    try {
      return JSON.parse(text) ?? fallback;
    } catch {
      return fallback; // Written by something else: as good as not there.
    }
  }

  set(name, value) {
    const text = JSON.stringify(value);
    try {
      this.#own.delete(name);
      if (!this.#area) throw new Error('no storage');
      this.#area.setItem(PREFIX + name, text);
    } catch {
      this.#own.set(name, text); // Forbidden or over quota: keep it for this tab.
    }
    this.#announce(PREFIX + name);
  }

  remove(name) {
    this.#own.delete(name);
    this.#area?.removeItem(PREFIX + name);
    this.#announce(PREFIX + name);
  }

  /** The names that begin with `start`, in order. */
  names(start) {
    const names = new Set(this.#own.keys());
    for (let i = 0; this.#area && i < this.#area.length; i += 1) {
      const key = this.#area.key(i);
      if (key.startsWith(PREFIX)) names.add(key.slice(PREFIX.length));
    }
    return [...names].filter((name) => name.startsWith(start)).sort();
  }

  /** Calls `changed(name)` for every change of a name that begins with `start`. */
  watch(start, changed) {
    this.#watchers.push({ start: PREFIX + start, changed });
  }

  /** A null key is the browser's way to say that everything was cleared. */
  #announce(key) {
    for (const { start, changed } of this.#watchers) {
      if (key === null) changed('');
      else if (key.startsWith(start)) changed(key.slice(PREFIX.length));
    }
  }
}

/** The browser's localStorage, or null where even touching it throws. */
export function browserStorage() {
  try {
    window.localStorage.setItem(`${PREFIX}probe`, '1');
    window.localStorage.removeItem(`${PREFIX}probe`);
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
