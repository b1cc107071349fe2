import { homePath } from '../home.js';

/** The other tabs of this browser: `post` reaches all of them, `on` hears them, never oneself, from `hear` on. */
class Tabs {
  #channel;
  #handlers = new Map();

  constructor(name) {
    this.#channel = new BroadcastChannel(name);
  }

  hear() {
    this.#channel.onmessage = ({ data }) => this.#handlers.get(data.type)?.(data);
  }

  post(type, fields = {}) {
    this.#channel.postMessage({ type, ...fields });
  }

  on(type, handler) {
    this.#handlers.set(type, handler);
  }
}

/** Where there is no BroadcastChannel, or no storage to share, each tab is alone and leads itself. */
class NoTabs {
  hear() {}
  post() {}
  on() {}
}

export function otherTabs(storage) {
  return storage.shared && 'BroadcastChannel' in window ? new Tabs(homePath === '/' ? 'chat' : `chat:${homePath}`) : new NoTabs();
}
