/**
 * Messages that came along from another address of this chat (../carried.js): each is looked for in
 * the log before it is sent, where it may be, under the name of the member that one was there.
 */
import { IN_WINDOW } from '../in-window.js';
import { say } from '../words/words.js';

const PAGE = 100;
const PAGES = 10; // Of the room's newest messages; of what is not found in them somebody else must decide.
const CLOCKS = 3_600_000; // Milliseconds that two computers' clocks may differ.

/** Looks for each message that came along in the log: it is not sent if it is there. In our own window the others go out by themselves. */
export async function settleArrived({ api, outbox }) {
  for (const item of outbox.list().filter(({ state }) => state === 'carried')) {
    const found = await find(api, item);
    if (found === true) outbox.remove(item.key);
    else if (found === false && IN_WINDOW) outbox.change(item.key, { state: 'waiting' });
    else outbox.change(item.key, { state: 'refused', problem: say('pending.carried') });
  }
}

/** Whether it is there; null where that is not known. */
async function find(api, { key, room, at }) {
  let before = null;
  for (let turn = 0; turn < PAGES; turn += 1) {
    const { messages, more } = await page(api, room, before);
    if (messages.some((entry) => entry.key === key)) return true;
    const [oldest] = messages;
    if (!more || !oldest || Date.parse(oldest.time) < at - CLOCKS) return false;
    before = oldest.id;
  }
  return null;
}

async function page(api, room, before) {
  try {
    return await api.history(room, { before, limit: PAGE });
  } catch (error) {
    if (error.permanent) return { messages: [], more: false }; // There is no such room.
    throw error;
  }
}
