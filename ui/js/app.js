/**
 * Puts the chat and the parts of the page together; what happens is in them. It takes turns with the
 * browser, which else could draw and hear nothing for a third of a second on a phone: each turn comes
 * where what is there already wants nothing of what is not.
 */
import { Api } from './line/api.js';
import { Belongings } from './kept/belongings.js';
import { broughtPasscode } from './page/door/door-step.js';
import { carrying } from './kept/carrying.js';
import { Chat } from './chat/chat.js';
import { Completing } from './app/completing.js';
import { Commanding } from './app/commanding.js';
import { Commands } from './chat/commands.js';
import { Connection } from './page/connection.js';
import { Elsewhere } from './page/elsewhere.js';
import { Entrance } from './app/entrance.js';
import { homeAddress } from './home.js';
import { Hosting } from './app/hosting.js';
import { Ignored } from './chat/ignored.js';
import { Invited } from './app/invited.js';
import { isMessage } from './chat/fold.js';
import { Keyboard } from './app/keyboard.js';
import { Mentioned } from './app/mentioned.js';
import { MessageLinks } from './app/message-links.js';
import { LastRead } from './page/conversation/last-read.js';
import { onlyHere } from './page/invite/join.js';
import { Oneself } from './app/oneself.js';
import { OpenRoom } from './app/open-room.js';
import { OtherAddress } from './page/invite/other-address.js';
import { otherTabs } from './line/tabs.js';
import { Outbox } from './line/outbox.js';
import { Parents } from './chat/parents.js';
import { part } from './app/part.js';
import { Presence } from './app/presence.js';
import { randomKey } from './line/random-key.js';
import { say, translate } from './words/words.js';
import { Searching } from './app/searching.js';
import { Side } from './app/side.js';
import { browserStorage, cookiesKept } from './kept/storage.js';
import { takeIn } from './kept/carried.js';
import { Telling } from './app/telling.js';
import { turn } from './turn.js';
import { Unread } from './app/unread.js';
import { visible } from './app/sight.js';
import { watchConnection, watchLife } from './app/life.js';
import { WindowLine } from './page/window-line.js';
import { Writing } from './app/writing.js';

const $ = window.jQuery;

const passcode = broughtPasscode(); // First: nobody is to read it in the address.
document.documentElement.dataset.beginning = ''; // For incomplete.js: all has come and can be read.
await turn();

const api = new Api();
const area = browserStorage();
takeIn(area);
const storage = new Belongings(area);
const tabs = otherTabs(storage);
const outbox = new Outbox({ storage, randomKey });
await turn();

const early = part('message').value; // Written before this script had come.
const entrance = new Entrance({
  api, passcode, oneself: () => oneself,
  onIn: () => writing.composer.focus(),
  onOut: () => lastRead.forget(),
});

const chat = new Chat({
  api,
  storage,
  tabs,
  outbox,
  id: randomKey(),
  visible,
  door: entrance,
  ignores: (member) => ignored.has(member) || chat.order.hides(member),
  near: ({ you }) => you.admin || onlyHere(homeAddress),
  on: {
    about: introduce,
    address: (url) => hosting.show(url),
    room: (log) => { openRoom.show(log); searching.files.update(); side.show(); unread.update(); lastRead.changed(); presence.enter(); keyboard.visit(log.name); },
    log: (log) => { if (log === chat.log) { conversation.update(); searching.files.update(); } lastRead.changed(); },
    entries: hear,
    now: (names) => presence.hear(names),
    marked: () => openRoom.remark(),
    nicks: () => { conversation.retag(); showRules(); presence.update(); hosting.acts.renamed(); }, // Conversations go by names, too.
    rooms: showRules,
    order: showRules,
    mentions: () => { side.show(); mentioned.show(); },
    out: (title) => writing.composer.complain(say('room.out', { room: title })),
    called: (nameOf) => writing.mend(nameOf),
    connection: (state) => { connection.show(state); if (state.phase === 'connected') writing.files.back(); presence.update(); otherAddress.connection(state); hosting.update(); }, // Perhaps another tab leads now.
  },
});

const connection = new Connection(part('connection'), { name: () => chat.about.name, onRetry: retry });
const otherAddress = new OtherAddress(part('other-address'), { storage, along: () => carrying(storage, outbox) });
const windowLine = new WindowLine();
const closed = () => writing.regain();

const oneself = new Oneself({
  api,
  chat,
  storage,
  tabs,
  on: {
    named: (asked) => writing.named(asked),
    refused: (sentence) => writing.composer.complain(sentence),
    told: (sentence) => writing.composer.tell(sentence),
    shown: () => presence.update(),
    room: () => openRoom.readdress(),
    closed,
  },
});
const commands = new Commands();
const parents = new Parents({ api, find: (id) => chat.log?.at(id), onNews: () => conversation.requote() });
const writing = new Writing({
  chat,
  commands,
  outbox,
  oneself,
  storage,
  device: storage.address,
  onGrow: () => conversation.settle(),
  told: (id) => openRoom.quotes.told(id),
  foreseen: (entry) => conversation.foreseen(entry),
  onSent: () => conversation.toEnd(),
  onEditing: (id) => conversation.markEdited(id),
});
const ignored = new Ignored({ storage, onChange: () => { if (chat.log) conversation.rehide(); searching.rehide(); } });
const openRoom = new OpenRoom({
  api, chat, outbox, oneself, writing, ignored, parents, storage,
  onRoom: goTo,
  onSearch: (search) => searching.show(search),
  onInvite: () => hosting.open(),
  onWrite: (member) => side.gathering.converse([member]),
  onClose: closed,
});
const { conversation, place } = openRoom;
const links = new MessageLinks(part('conversation'), { chat, place, lead: (id) => openRoom.lead(id) });
const hides = ({ member }) => ignored.has(member) || chat.order.hides(member);
const lastRead = new LastRead({
  storage,
  log: () => chat.log,
  titleOf: (room) => chat.rooms.titleOf(room),
  hides,
});
const presence = new Presence({
  api, chat, oneself, writing, device: storage.address,
  hides: (member) => hides({ member }), onOpen: (name) => openRoom.profile.open(name),
});
new Completing({ chat, oneself, here: presence.here, commands: () => writing.commanded, storage: storage.address, onMeant: (people) => writing.mean(people) });
const side = new Side({ api, chat, oneself, hrefOf: (room) => place.hrefOf(room), on: { enter, closed } });
const unread = new Unread({ chat, place, openRoom, writing, list: side.list, on: { enter, closed } });
const keyboard = new Keyboard({
  chat, commands, writing, gathering: side.gathering,
  on: { begin: closeDrawers, go: enter, closed, problem: (sentence) => writing.composer.complain(sentence) },
});
const mentioned = new Mentioned({ api, chat, place, storage, hides, on: { go: closeDrawers, none: () => writing.composer.mention(say('mentions.last')), closed } });
const invited = new Invited({ chat, place, oneself, onIn: enter, onProblem: (sentence) => writing.composer.complain(sentence) });
const searching = new Searching({
  api, chat, place, hides,
  on: {
    begin: closeDrawers, closed,
    look: (files, at) => writing.files.look(files, at),
    cover: (covered) => openRoom.cover(covered),
    problem: (sentence) => writing.composer.complain(sentence),
  },
});
translate(document.documentElement);
invited.take();
searching.show(place.search);
chat.open(place.room, { led: links.take() });
writing.begin(early);
await turn();

const telling = new Telling({ chat, storage, tabs, parents, ignored, windowLine, onOpen: (room) => place.go(room) });
const hosting = new Hosting({
  api,
  chat,
  oneself,
  on: {
    open: closeDrawers,
    address: (address) => conversation.address(address),
    knock: (newcomer) => telling.knock(newcomer),
    closed,
  },
});

new Commanding(commands, {
  chat, oneself, openRoom, gathering: side.gathering, panel: side.panel,
  on: { invite: () => hosting.open(), find: (words) => searching.begin(words), files: () => searching.files.open(), help: () => keyboard.help() },
});

function introduce({ others }) {
  const { about } = chat;
  parents.forget();
  $('#page-name, #brand-name').text(about.name);
  hosting.show(about.addresses[0] ?? homeAddress);
  otherAddress.know(about.addresses);
  writing.introduce(about.limits);
  oneself.introduce(about);
  hosting.introduce(about);
  if (others) writing.composer.reopen();
  side.show();
}

function hear(news) {
  side.note(news);
  hosting.acts.hear(news);
  parents.hear(news);
  searching.hear(news);
  conversation.update({ arriving: true });
  lastRead.changed();
  side.show();
  unread.update();
  openRoom.profile.hear(news);
  news.filter((entry) => isMessage(entry) && chat.isMine(entry)).forEach((entry) => { oneself.wrote(entry); writing.files.wrote(entry); });
  telling.tell(news);
}

/** Rooms may be called something else, and other rules may hold in them. */
function showRules() {
  openRoom.renamed();
  searching.rehide();
  side.show();
  unread.update();
}

function showWaiting() {
  connection.waitingFor(outbox.left);
  windowLine.unsent(outbox.left);
  openRoom.showWaiting();
}

function retry() {
  chat.retry();
  writing.typing.resume(); // The button goes when the chat is back.
}

/** The address names another room, or brings an invitation to one. */
function goTo(room) {
  if (invited.take()) invited.follow();
  else {
    chat.go(room, { led: links.take() });
    writing.typing.resume();
    links.follow();
  }
}

/** They lie over what they have led to. */
function closeDrawers() {
  side.drawer.close();
  presence.beside.drawer.close();
}

function enter(room) {
  closeDrawers();
  place.go(room);
  writing.composer.focus();
}

outbox.watch(showWaiting);
part('message').addEventListener('input', () => { if (chat.reading.led) conversation.goOn(); });
chat.rooms.watch(() => chat.log && side.show());
watchLife(chat, {
  sight: () => { hosting.update(); if (visible()) conversation.update(); },
  focus: () => telling.clear(),
  back: () => outbox.aside && chat.load(), // What went along to another address may be in the log by now.
});
$('#device-open').on('click', () => { hosting.invite.close(); oneself.devices.open(); });
$('#skip').on('click', (event) => { event.preventDefault(); writing.composer.focus(); });

connection.show(chat.line.state);
showWaiting();
await turn();

tabs.hear();
chat.start();
invited.follow();
links.follow();
if (!cookiesKept()) writing.composer.warn(say('composer.noCookies'));
new Elsewhere(part('elsewhere'));
watchConnection(chat);
if (!oneself.nick && !early && document.activeElement === document.body) oneself.nickname.focus();
else writing.typing.resume();
oneself.arrive();
document.documentElement.dataset.begun = ''; // For incomplete.js.
