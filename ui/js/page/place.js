/** The open room is the part of the address behind the #, so links and the back button work. */
import { brought } from '../brought.js';
import { LOBBY, roomNameProblem, typedName } from '../chat/room-name.js';

export class Place {
  constructor(onRoom) {
    window.addEventListener('hashchange', () => onRoom(this.room));
  }

  /** Mended as if somebody had typed it; the lobby where nothing can be made of it. */
  get room() {
    const name = typedName(this.#said);
    return name && !roomNameProblem(name) ? name : LOBBY;
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

  hrefOf(room) {
    return `#${encodeURIComponent(room)}`;
  }
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
