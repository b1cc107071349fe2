/** The open room is the part of the address behind the #, so links and the back button work. */
import { brought } from '../brought.js';
import { LOBBY, roomNameProblem, typedName } from '../chat/room-name.js';

export class Place {
  constructor(onRoom) {
    window.addEventListener('hashchange', () => onRoom(this.room));
  }

  /** Mended as if somebody had typed it; the lobby where nothing can be made of it. */
  get room() {
    const name = typedName(this.#said.split('/')[0]);
    return name && !roomNameProblem(name) ? name : LOBBY;
  }

  /** The number of the message that it leads to, null for none. */
  get message() {
    const [, number] = /^[^/]*\/(\d{1,15})$/.exec(this.#said) ?? [];
    return number ? Number(number) : null;
  }

  get #said() {
    return decoded(window.location.hash.slice(1));
  }

  /** `room` is shown: the address says so, whatever it said before. */
  show(room) {
    if (this.#said === room || (!window.location.hash && room === LOBBY)) return;
    window.history.replaceState(null, '', this.hrefOf(room));
  }

  /** The secret of an invitation by which somebody has come, once. */
  takeSecret() {
    return brought('join');
  }

  go(room) {
    window.location.hash = encodeURIComponent(room);
  }

  /** `hash` as of an address of this chat. */
  enter(hash) {
    window.location.hash = hash;
  }

  hrefOf(room) {
    return `#${encodeURIComponent(room)}`;
  }
}

/** Leads to a message of the chat that is at `home`. */
export function addressOf(home, { room, id }) {
  return `${home}#${encodeURIComponent(room)}/${id}`;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
