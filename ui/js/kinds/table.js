/**
 * Messages, and all kinds of entries that change them: a further one is a module beside this, and has
 * a line here. Each says which entry it changes (`targetOf`), what that is then (`fold`), by which
 * request it comes into the log (`request`), and which `earlier` change of its kind that is not sent
 * yet need not be sent any more (`overtakes`). The server's twin is appliance/chat/kinds/table.py.
 *
 * What the outbox has to send is what is to become an entry: { kind, room, nick, key } and, of a
 * change, its `target` and its `body`. It names a kind and no address: what is sent is made here.
 */
import { edit } from './edit.js';
import { erase } from './delete.js';
import { message } from './message.js';
import { reaction } from './reaction.js';

const KINDS = new Map([
  ['message', message],
  ['edit', edit],
  ['delete', erase],
  ['reaction', reaction],
]);

/** The number of the entry that an entry or an item changes; undefined where it changes none. */
export function targetOf(entry) {
  return KINDS.get(entry.kind)?.targetOf(entry);
}

/** What an entry is once `change` has been done to it; one that is folded in already changes nothing. */
export function changed(now, change) {
  if (change.id <= (now.changed ?? now.id)) return now;
  return { ...KINDS.get(change.kind).fold(now, change), changed: change.id };
}

/** The same of a change that `member` has still to send. */
export function foreseen(now, { kind, body, at }, member) {
  return KINDS.get(kind).fold(now, { ...body, member, time: new Date(at).toISOString() });
}

/** { method, path, body } by which an item of the outbox comes into the log, and the `answer`'s shape. */
export function requestOf({ nick, key, ...item }) {
  const { method, path, body, answer = 'receipt' } = KINDS.get(kindOf(item)).request(item);
  return { method, path, body: { ...body, nick, key }, answer };
}

/** Whether `item` makes an `earlier` one of the same kind and target needless. */
export function overtakes(item, earlier) {
  const same = item.kind === earlier.kind && item.target === earlier.target;
  return same && KINDS.get(item.kind).overtakes(item, earlier);
}

/** Whether an item of the outbox changes a message. */
export function isChange(item) {
  return kindOf(item) !== 'message';
}

/** Whether something is one that could be sent. */
export function isItem(item) {
  if (!['key', 'room'].every((name) => typeof item?.[name] === 'string') || !KINDS.has(kindOf(item))) return false;
  if (!isChange(item)) return typeof item.message === 'string' && (item.files === undefined || areFiles(item.files));
  return Number.isSafeInteger(item.target) && typeof item.body === 'object' && item.body !== null;
}

function areFiles(files) {
  return Array.isArray(files) && files.every((file) => typeof file?.name === 'string');
}

/** Messages have none there: so are those that older pages have stored. */
function kindOf({ kind = 'message' }) {
  return kind;
}
