import { isChange } from '../kinds/table.js';

/**
 * What is kept of this chat, for the page at another address of it: carried.js is the other end. It
 * stays here as well, for nobody may answer there. What waits is not sent from both: here it is
 * looked for in the log first, as there.
 */
const MOST = 256 * 1024; // Characters, as in ui/window/carry.js; what is over stays here, first the drafts.
const ORDER = [/^nick$/, /^asked$/, /^outbox\./, /^read(\.|$)/, /^draft\./];

/** What stands behind the # of the other address; what waits has been put aside. */
export function carrying(storage, outbox) {
  const kept = {};
  let size = 0;
  for (const name of namesOf(storage, outbox)) {
    const text = JSON.stringify(storage.get(name));
    const more = encodeURIComponent(JSON.stringify([name, text])).length;
    if (size + more > MOST) continue;
    size += more;
    kept[name] = text;
  }
  for (const { key } of outbox.list()) if (Object.keys(kept).some((name) => name.endsWith(`.${key}`))) outbox.putAside(key);
  return `#carried=${encodeURIComponent(JSON.stringify({ log: storage.log, kept }))}`;
}

/**
 * Without what is under way just now, or in the log already. A change of a message stays, too: there
 * one may be another member, who said nothing of it.
 */
function namesOf(storage, outbox) {
  const stays = outbox.list().filter((item) => item.trying || item.state === 'sent' || isChange(item)).map(({ key }) => key);
  const names = storage.names('').filter((name) => !stays.some((key) => name.endsWith(`.${key}`)));
  return ORDER.flatMap((kind) => names.filter((name) => kind.test(name)));
}
