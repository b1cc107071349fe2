/**
 * What was kept of this chat at another address, and came along behind the # of this page's (see
 * ui/window/carry.js): it is put where the page of that chat looks, and leaves the address.
 *
 * Anybody can write such an address. So it is kept under the identity that it names, and never
 * reaches another chat; nothing that is here already is changed; and a message is sent by itself only
 * in our own window, where no link leads to this page: elsewhere somebody must say so.
 */
import { brought } from '../brought.js';
import { isChange } from '../kinds/table.js';
import { Storage } from './storage.js';

const STAYS = new Set(['loading', 'refused']); // Somebody must do something about them, here too.
const NAME = /^(outbox\.\d{15}\.[0-9a-f]{1,64}|draft\.[^.]{1,200}|nick|asked|read(\..{1,200})?)$/u;

export function takeIn(area) {
  const text = brought('carried');
  if (text === null) return;
  const { log, kept } = read(text);
  if (typeof log !== 'string' || !/^[0-9a-f]{1,64}$/.test(log)) return;
  const chat = new Storage(area, `chat@${log}.`);
  for (const [name, text] of Object.entries(kept ?? {})) if (NAME.test(name)) put(chat, name, text);
}

function read(text) {
  try {
    return JSON.parse(decodeURIComponent(text)) ?? {};
  } catch {
    return {};
  }
}

function put(chat, name, text) {
  try {
    const value = JSON.parse(text);
    if (chat.get(name) !== null || value === null || isChange(value)) return; // No page sends a change along.
    chat.set(name, name.startsWith('outbox.') ? message(value) : value);
  } catch {
    // Cut off on the way, or something else wrote it: as good as not there.
  }
}

/** Only what is to be sent comes to be sent: it may be in the log, under another member's name. */
function message({ key, room, nick, message: words, reply, files, at, state, problem, id }) {
  return { key, room, nick, message: words, reply, files, at, state: STAYS.has(state) ? state : 'carried', problem, id };
}
