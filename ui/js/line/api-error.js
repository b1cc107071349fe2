import { tellMistake } from '../mistake.js';
import { say, sayProblem } from '../words/words.js';

export const LONGEST_PAUSE = 600; // Seconds; a chat that asks for more is asked again after this.
const HELD = new Set(['muted', 'room-archived', 'room-readonly']); // Decided by people, who may decide otherwise.
const AWAY = new Set([502, 503, 504]); // What a proxy says while the chat behind it is not there.

/**
 * A request that did not succeed. `status` is 0 where there was no answer at all. `refusal` is what
 * the chat itself has said, where `own` is true: not something between. `silent` is nobody.
 */
export class ApiError extends Error {
  constructor({ status, refusal = null, retryAfter = 0, aborted = false, late = false }) {
    const own = refusal !== null;
    const silent = !own && (status === 0 || AWAY.has(status));
    const description = own ? sayProblem(refusal) : say(silent ? 'connection.silent' : 'connection.foreign');
    super(description);
    Object.assign(this, { status, code: refusal?.code, values: refusal?.values, description, own, silent, retryAfter, aborted, late });
  }

  /** Another chat is at this address by now. */
  get otherChat() {
    return this.own && this.code === 'other-chat';
  }

  /** We are before the chat's door, or were put out of it. */
  get outside() {
    return this.own && (this.code === 'door-closed' || this.code === 'member-removed');
  }

  /** True when sending the same again can never work; everything else is worth another try. */
  get permanent() {
    return this.own && this.status >= 400 && this.status < 500 && this.status !== 408 && this.status !== 429;
  }

  /** Host or helpers have decided that we write nothing there for now. */
  get held() {
    return this.own && HELD.has(this.code);
  }

  /** For how long that is, as far as it is known. */
  get seconds() {
    return Math.min(this.values?.seconds ?? LONGEST_PAUSE, LONGEST_PAUSE);
  }

  /** The chat takes nothing more of the kind for now. */
  get tooFast() {
    return this.own && this.status === 429;
  }

  /** It is so by what people have decided about the room, and may decide otherwise. */
  get decided() {
    return this.code === 'room-slow';
  }

  /** What to tell people beside that it does not work; null where there is no more to say. */
  get reason() {
    return this.silent ? null : this.description;
  }
}

/** The chat's refusal, or its silence, that `error` is. Throws what is neither: a mistake of the page. */
export function refusal(error) {
  if (error instanceof ApiError) return error;
  throw error;
}

/** As `refusal`, for what has to go on: a mistake of the page is told in the console, and null. */
export function outlived(error) {
  if (error instanceof ApiError) return error;
  tellMistake(error);
  return null;
}
