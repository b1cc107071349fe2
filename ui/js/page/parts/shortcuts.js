/**
 * All keys of the page, in one table: what heeds a key asks it (`pressed`) and has no other way to know one, and
 * the sheet that shows them is made from it, so that neither can say something else than the other. A further key is a line here.
 *
 * `Mod` is Ctrl, on a Mac Cmd. A letter is where it is on the keyboard too, where that writes others; of
 * what is written with Shift on some keyboards, as ? and +, Shift says nothing.
 */
import { composes, isLetter } from './keys.js';
import { say } from '../../words/words.js';

const MAC = /^(?:Mac|iP)/u.test(navigator.platform);
const KEY = /^((?:(?:Mod|Alt|Shift)\+)*)(.+)$/u;
const LETTER = /^[a-z]$/u;
const WRITTEN = { Space: ' ' };

/** Where they are heeded: the sheet has a part for each. */
export const PLACES = {
  everywhere: 'keys.everywhere', box: 'keys.box', offers: 'keys.offers', messages: 'keys.messages', found: 'keys.found', lists: 'keys.lists',
};

/** name: [place, keys, word]; either of the keys does it. */
const TABLE = {
  'keys': ['everywhere', ['?', 'Mod+/'], 'keys.show'],
  'go': ['everywhere', ['Mod+k'], 'keys.go'],
  'search': ['everywhere', ['Mod+f'], 'keys.search'],
  'here': ['everywhere', ['Alt+w'], 'keys.here'],
  'rooms.walk': ['everywhere', ['Alt+ArrowUp', 'Alt+ArrowDown'], 'keys.roomsWalk'],
  'rooms.unread': ['everywhere', ['Alt+Shift+ArrowUp', 'Alt+Shift+ArrowDown'], 'keys.roomsUnread'],
  'mentions.next': ['everywhere', ['Alt+m'], 'keys.mentionsNext'],
  'elsewhere': ['everywhere', ['Mod+o'], 'keys.elsewhere'],
  'tab': ['everywhere', ['Tab', 'Shift+Tab'], 'keys.tab'],
  'close': ['everywhere', ['Escape'], 'keys.innermost'],
  'read.room': ['everywhere', ['Escape'], 'keys.readRoom'],
  'read.all': ['everywhere', ['Shift+Escape'], 'keys.readAll'],

  'box.return': ['box', ['Enter'], 'keys.return'],
  'box.send': ['box', ['Mod+Enter'], 'keys.send'],
  'box.break': ['box', ['Shift+Enter'], 'keys.break'],
  'box.last': ['box', ['ArrowUp'], 'keys.last'],
  'name.return': ['box', ['Enter'], 'keys.nameReturn'],
  'box.page': ['box', ['PageUp', 'PageDown'], 'keys.page'],

  'offers.walk': ['offers', ['ArrowUp', 'ArrowDown'], 'keys.offersWalk'],
  'offers.take': ['offers', ['Tab'], 'keys.offersTake'],
  'offers.chosen': ['offers', ['Enter'], 'keys.offersChosen'],

  'message.walk': ['messages', ['ArrowUp', 'ArrowDown'], 'keys.walk'],
  'message.menu': ['messages', ['Enter', 'Shift+F10', 'ContextMenu'], 'keys.menu'],
  'message.reply': ['messages', ['r'], 'keys.reply'],
  'message.react': ['messages', ['+'], 'keys.react'],
  'message.edit': ['messages', ['e'], 'keys.edit'],
  'message.copy': ['messages', ['c'], 'keys.copy'],
  'message.unread': ['messages', ['u'], 'keys.unread'],
  'message.remove': ['messages', ['Delete'], 'keys.remove'],
  'message.leave': ['messages', ['Escape'], 'keys.leave'],
  'message.name': ['messages', ['Enter'], 'keys.name'],
  'message.spoiler': ['messages', ['Enter', 'Space'], 'keys.spoiler'],

  'found.walk': ['found', ['ArrowUp', 'ArrowDown'], 'keys.foundWalk'],
  'found.ends': ['found', ['Home', 'End'], 'keys.foundEnds'],
  'found.open': ['found', ['Enter'], 'keys.foundOpen'],

  'list.walk': ['lists', ['ArrowUp', 'ArrowDown'], 'keys.listWalk'],
  'list.aside': ['lists', ['ArrowLeft', 'ArrowRight'], 'keys.listAside'],
  'list.ends': ['lists', ['Home', 'End'], 'keys.listEnds'],
  'list.menu': ['lists', ['Shift+F10', 'ContextMenu'], 'keys.listMenu'],
  'list.take': ['lists', ['Enter'], 'keys.listTake'],
};

const SIGNS = { // As people know them; others are what they write.
  Mod: MAC ? 'key.cmd' : 'key.ctrl', Alt: MAC ? 'key.option' : 'key.alt', Shift: 'key.shifted', Enter: 'key.enter', Escape: 'key.escape', Delete: 'key.delete', ContextMenu: 'key.menu',
  ArrowUp: 'key.up', ArrowDown: 'key.down', PageUp: 'key.pageUp', PageDown: 'key.pageDown', Home: 'key.home', End: 'key.end',
  ArrowLeft: 'key.left', ArrowRight: 'key.right', Space: 'key.space', Tab: 'key.tab',
};
const ARIA = { Mod: MAC ? 'Meta' : 'Control' };

const shortcuts = new Map(Object.entries(TABLE).map(([name, [place, keys, word]]) => [name, { name, place, word, keys: keys.map(read) }]));

/** [{ name, place, word, keys }]: each of `keys` are the signs to press together. */
export function allShortcuts() {
  return [...shortcuts.values()].map(({ keys, ...rest }) => ({ ...rest, keys: keys.map(signs) }));
}

/** Which of the keys of that name an event is; '' for none, where something else has taken it, and where it composes. */
export function pressed(event, name) {
  const original = event.originalEvent ?? event;
  if (original.defaultPrevented || composes(original)) return '';
  return shortcuts.get(name).keys.find((key) => matches(original, key))?.key ?? '';
}

/** The first key of that name as people say it: Ctrl+K. */
export function keyWords(name) {
  return signs(shortcuts.get(name).keys[0]).join('+');
}

/** As `aria-keyshortcuts` has it. */
export function ariaKeys(name) {
  return shortcuts.get(name).keys.map(({ held, key }) => [...held.map((one) => ARIA[one] ?? one), cased(key)].join('+')).join(' ');
}

/** A button whose key it is says so where a mouse rests, and to who listens. */
export function hintAt(button, name) {
  const node = button;
  node.title = say('keys.hint', { what: say(shortcuts.get(name).word), key: keyWords(name) });
  node.setAttribute('aria-keyshortcuts', ariaKeys(name));
}

function read(text) {
  const [, held, key] = KEY.exec(text);
  return { held: held.split('+').filter(Boolean), key };
}

function matches(event, { held, key }) {
  const mod = MAC ? event.metaKey : event.ctrlKey;
  const other = MAC ? event.ctrlKey : event.metaKey;
  if (other || mod !== held.includes('Mod') || event.altKey !== held.includes('Alt')) return false;
  const sign = key.length === 1 && !LETTER.test(key);
  if (!sign && event.shiftKey !== held.includes('Shift')) return false;
  return LETTER.test(key) ? isLetter(event, key) : event.key === (WRITTEN[key] ?? key);
}

function signs({ held, key }) {
  return [...held, key].map((one) => (one in SIGNS ? say(SIGNS[one]) : cased(one)));
}

function cased(key) {
  return LETTER.test(key) ? key.toUpperCase() : key;
}
