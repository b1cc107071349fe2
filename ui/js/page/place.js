/** The open room is the part of the address behind the #, so links and the back button work. */
import { LOBBY, roomNameProblem } from '../chat/room-name.js';

export class Place {
  constructor(onRoom) {
    this.onHash = () => onRoom(this.room);
    window.addEventListener('hashchange', this.onHash);
  }

  get room() {
    const name = decoded(window.location.hash.slice(1)).normalize('NFC');
    return name && !roomNameProblem(name) ? name : LOBBY;
  }

  go(room) {
    window.location.hash = encodeURIComponent(room);
  }

  hrefOf(room) {
    return `#${encodeURIComponent(room)}`;
  }

  destroy() {
    window.removeEventListener('hashchange', this.onHash);
  }
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
