/**
 * What the chat's own answers look like: rules without a network.
 *
 * What stands between answers too: a proxy, a filter, the login page of a guest network, with any
 * status and with pages of its own. None of that is the chat's word, on success or on failure.
 */
const isText = (value) => typeof value === 'string';
const isObject = (value) => value !== null && typeof value === 'object';
/** Larger ones are not told from the next: the chat has none, and would be read wrongly. */
const isNumber = (value) => Number.isSafeInteger(value);
const isEntry = (value) => isObject(value) && isNumber(value.id);
const areEntries = (value) => Array.isArray(value) && value.every(isEntry);
const isFound = ({ room, message, marks }) => isText(room) && isText(message) && Array.isArray(marks) && marks.every(isMark);
const isMark = (value) => Array.isArray(value) && value.length === 2 && value.every(isNumber);
const isCursor = (value) => isText(value) && /^\d+(\.\d+)?$/.test(value) && value.split('.').every((part) => isNumber(Number(part)));

const SHAPES = {
  about: ({ log, you, addresses, door }) => isText(log) && isText(you?.member) && (Array.isArray(addresses) || door?.past === false),
  rooms: ({ rooms, cursor }) => Array.isArray(rooms) && isCursor(cursor),
  people: ({ maker, members }) => isText(maker) && Array.isArray(members),
  attendance: ({ room, gone }) => isText(room) && Array.isArray(gone) && gone.every(({ member, nick }) => isText(member) && isText(nick)),
  person: ({ member, nick }) => isText(member) && isText(nick),
  links: ({ links }) => Array.isArray(links),
  link: ({ id, url, code }) => isText(id) && isText(url) && Array.isArray(code),
  change: ({ room }) => isText(room),
  room: ({ room }) => isText(room),
  marked: ({ room, read, read_messages: messages, level }) => isText(room) && isNumber(read) && (messages === null || isNumber(messages)) && isText(level),
  history: ({ messages, more }) => areEntries(messages) && typeof more === 'boolean',
  search: ({ messages, more, cursor, indexed }) => areEntries(messages) && messages.every(isFound) && typeof more === 'boolean' && (cursor === null || isCursor(cursor)) && typeof indexed === 'number',
  mentions: ({ mentions, more }) => Array.isArray(mentions) && mentions.every(({ at, message }) => isNumber(at) && isEntry(message) && isText(message.message)) && typeof more === 'boolean',
  done: (answer) => Object.keys(answer).length === 0,
  message: (entry) => isEntry(entry) && isText(entry.room) && isText(entry.message) && (entry.versions === undefined || areEntries(entry.versions)),
  changes: ({ messages, cursor, now = {} }) => areEntries(messages) && isCursor(cursor) && isObject(now) && Object.values(now).every(isObject),
  invitation: ({ addresses }) => Array.isArray(addresses) && isText(addresses[0]?.url),
  me: ({ nick }) => isText(nick),
  shown: ({ shown }) => typeof shown === 'boolean',
  device: ({ secret, url, code }) => isText(secret) && isText(url) && Array.isArray(code) && code.every(isText),
  arrival: ({ member }) => isText(member),
  door: ({ mode, past }) => isText(mode) && typeof past === 'boolean',
  newcomers: ({ waiting }) => Array.isArray(waiting) && waiting.every(({ member }) => isText(member)),
  tokens: ({ tokens }) => Array.isArray(tokens) && tokens.every(({ id, name }) => isText(id) && isText(name)),
  token: ({ id, secret, hook }) => isText(id) && isText(secret) && isText(hook),
  gone: ({ id }) => isText(id),
  receipt: ({ id }) => isNumber(id),
  // All that the page asks for is there: who hears that nothing is was sent on by something between.
  refusal: ({ title, description, code }) => isText(title) && isText(description) && code !== 'nothing-here',
};

/** Whether `answer` is the one of these that is called `name`. */
export function isAnswer(name, answer) {
  return isObject(answer) && SHAPES[name](answer);
}
