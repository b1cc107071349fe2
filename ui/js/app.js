/** Puts the chat and the parts of the page together; what happens is in them. */
import { Api } from './line/api.js';
import { Arrival, arriving } from './page/arrival.js';
import { Attention } from './page/attention.js';
import { Belongings } from './belongings.js';
import { carrying } from './carrying.js';
import { takeIn } from './carried.js';
import { Bots } from './page/bots.js';
import { Chat } from './chat/chat.js';
import { Chime } from './page/chime.js';
import { Composer } from './page/composer.js';
import { Connection } from './page/connection.js';
import { Conversation } from './page/conversation.js';
import { Dates } from './page/dates.js';
import { Devices } from './page/devices.js';
import { Doorbell } from './page/doorbell.js';
import { Doorkeeping } from './page/doorkeeping.js';
import { broughtPasscode, DoorStep } from './page/door-step.js';
import { Doubts } from './line/doubts.js';
import { Drawer } from './page/drawer.js';
import { Elsewhere } from './page/elsewhere.js';
import { Gathering } from './page/gathering.js';
import { Hiding } from './page/hiding.js';
import { homeAddress } from './home.js';
import { Ignored } from './chat/ignored.js';
import { isMessage } from './chat/fold.js';
import { Invite } from './page/invite.js';
import { Join, onlyHere } from './page/join.js';
import { NewRoom } from './page/new-room.js';
import { Nickname } from './page/nickname.js';
import { Notifier } from './page/notifier.js';
import { NotifySwitch } from './page/notify-switch.js';
import { OfferedFiles } from './page/offered-files.js';
import { OtherAddress } from './page/other-address.js';
import { Outbox } from './line/outbox.js';
import { Place } from './page/place.js';
import { Popups } from './page/popups.js';
import { printable } from './page/printing.js';
import { Profile } from './page/profile.js';
import { randomKey } from './line/random-key.js';
import { RoomList } from './page/room-list.js';
import { RoomPanel } from './page/room-panel.js';
import { RoomTitle } from './page/room-title.js';
import { soon } from './soon.js';
import { browserStorage, cookiesKept } from './storage.js';
import { otherTabs } from './line/tabs.js';
import { Title } from './page/title.js';
import { Typing } from './page/typing.js';
import { WindowLine } from './page/window-line.js';
import { WindowNotices } from './page/window-notices.js';
import { say, translate } from './words/words.js';

const $ = window.jQuery;
const part = (id) => document.getElementById(id);
const visible = () => document.visibilityState === 'visible';

const isText = (value) => typeof value === 'string';
const looking = () => visible() && document.hasFocus();

const passcode = broughtPasscode(); // First: nobody is to read it in the address.
const api = new Api();
const area = browserStorage();
takeIn(area);
const storage = new Belongings(area);
const tabs = otherTabs(storage);
const outbox = new Outbox({ storage, randomKey });

const doorStep = new DoorStep(part('door'), {
  api,
  visible,
  passcode,
  others: part('app'),
  nickname: () => nickname.value,
  onNick: (nick) => nickname.set(nick),
  onIn: () => composer.focus(),
});

const showRooms = soon(showRoomsNow);

const chat = new Chat({
  api,
  storage,
  tabs,
  outbox,
  id: randomKey(),
  visible,
  door: doorStep,
  near: ({ you }) => you.admin || onlyHere(homeAddress),
  on: {
    about: introduce,
    address: showAddress,
    addresses: showAddresses,
    room: showRoom,
    log: (log) => log === chat.log && conversation.update(),
    entries: (news) => { news.forEach(({ room, kind }) => kind === 'member' && roomPanel.refresh(room)); conversation.update({ arriving: true }); showRooms(); tell(news); },
    nicks: () => conversation.retag(),
    rooms: () => { showTitle(chat.log.name); showRooms(); conversation.named(); },
    out: (title) => composer.complain(say('room.out', { room: title })),
    moved: (from, to) => composer.move(from, to),
    connection: (state) => { connection.show(state); otherAddress.connection(state); doorbell.update(); }, // Perhaps another tab leads now.
  },
});

const connection = new Connection(part('connection'), { onRetry: retry });
const otherAddress = new OtherAddress(part('other-address'), { storage, along: () => carrying(storage, outbox) });
const roomTitle = new RoomTitle(part('room-title'), { people: part('room-people') });
const title = new Title(part('favicon'));
const secret = arriving(); // Before the room is read from the address.
$(window).on('hashchange', arriveLater); // Before it goes to a room of that name.
const windowLine = new WindowLine();
const place = new Place((room) => { if (!follow()) { chat.go(room); typing.resume(); } });

const composer = new Composer(part('chatform'), {
  storage,
  onSend: send,
  onGrow: () => conversation.settle(),
});
const typing = new Typing(part('message'), {
  places: [part('main'), part('room-list')], pages: part('conversation'),
});
const nickname = new Nickname(part('nick'), { storage, opener: part('nick-open'), onDone: named, onChange: rename });

const drawer = new Drawer(part('sidebar'), {
  opener: part('drawer-open'), closer: part('drawer-close'), veil: part('veil'), rest: part('main'),
});
const roomList = new RoomList(part('room-list'), {
  filter: part('room-filter'),
  above: part('unread-above'),
  below: part('unread-below'),
  hrefOf: (room) => place.hrefOf(room),
  kindOf: (room) => chat.rooms.kindOf(room),
  titleOf,
  onChoose: () => drawer.close(),
});
const join = new Join(part('join'));
const invite = new Invite(part('invite'), {
  api,
  visible,
  note: part('invite-note'),
  onNews: ({ addresses }) => showAddress(addresses[0].url),
  onClose: regain,
});
const arrival = new Arrival(part('arrival'), { onArrive: arrive });
const devices = new Devices(part('device'), {
  api,
  known: () => isText(chat.about.you.nick),
  onArrive: arrive,
  onClose: regain,
});
const notifier = new Notifier({
  voice: voice({ titleOf, onOpen: (room) => place.go(room) }),
  storage: storage.address,
  attention: new Attention({ tabs, looking }),
  leading: () => chat.line.leader.leading,
});
const doorbell = new Doorbell(part('knocking'), {
  api,
  leading: () => chat.line.leader.leading && chat.about.you.admin,
  onOpen: openInvite,
  onKnock: ({ nick }) => notifier.tell([{ room: chat.log.name, nick, message: say('door.knocks') }]),
  onNews: () => doorkeeping.refresh(),
});
const doorkeeping = new Doorkeeping(part('doorkeeping'), {
  api,
  nickname: () => nickname.value,
  address: () => chat.about.addresses[0] ?? homeAddress,
});
const bots = new Bots(part('bots'), {
  api,
  opener: part('bots-open'),
  note: part('bots-note'),
  key: randomKey,
  rooms: () => chat.rooms,
  address: () => chat.about.addresses[0] ?? homeAddress,
  onClose: regain,
});
const notifySwitch = new NotifySwitch(part('notify'), { notifier });
const newRoom = new NewRoom(part('new-room'), {
  opener: part('new-room-open'),
  longest: () => chat.about.limits.room,
  onMake: (name, only) => (only ? chat.private.make({ title: name, nick: nickname.value, key: randomKey() }) : chat.make({ name, nick: nickname.value })),
  onMade: enter,
  onWriteTo: () => gathering.writeTo(),
});

const gathering = new Gathering(part('chooser'), {
  api,
  chat,
  nick: () => nickname.value,
  key: randomKey,
  onBegun: enter,
  onAdded: () => roomPanel.refresh(),
  onClose: regain,
});
const roomPanel = new RoomPanel(part('room-panel'), {
  api,
  note: part('room-panel-note'),
  me: () => chat.about.you.member,
  nick: () => nickname.value,
  key: randomKey,
  titleOf,
  shared: (nick) => chat.nicks.shared(nick),
  onAdd: (room, inside) => gathering.addTo(room, inside),
  onLeave: (room) => chat.private.leave(room, { nick: nickname.value, key: randomKey() }),
  onClose: regain,
});

const ignored = new Ignored({ storage, onChange: () => chat.log && conversation.rehide() });
const conversation = new Conversation(part('conversation'), {
  newer: part('newer'),
  dates: new Dates(part('dates'), { onJump: jump }),
  visible,
  isMine: (entry) => chat.isMine(entry),
  shared: (nick) => chat.nicks.shared(nick),
  nickOf: (member) => (member ? chat.company.nickOf(member) : null),
  titleOf,
  hiding: new Hiding({ ignored, isMine: (entry) => chat.isMine(entry) }),
  unread: () => chat.unread,
  seen: () => chat.seen,
  onMore: (side) => chat.more(side),
  returning: () => chat.returning,
  onNewest: () => chat.newest(),
  onReached: (id) => chat.reached(id),
  onRetry: (key) => outbox.change(key, { state: 'new', nick: nickname.value }),
  onEdit: (key) => takeBack(key, (message) => composer.restore(message)),
  onDelete: (key) => takeBack(key),
  onInvite: openInvite,
});

/** The first of the ways to tell of messages that there is here. */
function voice(options) {
  if (Popups.offered) return new Popups(options);
  return WindowNotices.offered ? new WindowNotices(windowLine, options) : new Chime();
}

const profile = new Profile(part('profile'), {
  conversation: part('conversation'),
  about: (member) => api.person(member),
  isMe: (member) => member === chat.about.you.member,
  ignored,
  shared: (nick) => chat.nicks.shared(nick),
  onWrite: (member) => gathering.converse([member]),
  role: () => chat.about.you.role,
  change: (member, wanted) => api.setStanding(member, { ...wanted, nick: nickname.value, key: randomKey() }),
});

function introduce({ others }) {
  const { name, addresses, limits, you } = chat.about;
  $('#page-name, #brand-name').text(name);
  showAddresses(addresses);
  composer.limitTo(limits.message);
  nickname.limit(limits.nick);
  nickname.belongsTo(you.member ?? '');
  doorkeeping.belongsTo(you);
  bots.belongsTo(you);
  doorbell.update();
  if (others) composer.reopen();
  showRooms();
}

function showAddresses(addresses) {
  showAddress(addresses[0] ?? homeAddress);
  otherAddress.know(addresses);
}

function showAddress(address) {
  join.show(address);
  conversation.address(address);
}

function showRoom(log) {
  place.show(log.name);
  showTitle(log.name);
  conversation.show(log, outbox.in(log.name));
  showRooms();
}

function titleOf(room) {
  return chat.rooms.titleOf(room);
}

function showTitle(room) {
  roomTitle.show(titleOf(room), { kind: chat.rooms.kindOf(room), inside: Boolean(chat.rooms.about(room)) });
  composer.open(room, titleOf(room));
}

function showRoomsNow() {
  const { rooms, log, about } = chat;
  roomList.show(rooms.names, log.name, (name) => rooms.unread(name));
  title.show({ name: about.name, room: titleOf(log.name), unread: rooms.totalUnread });
  $('#drawer-dot').prop('hidden', rooms.totalUnread === 0);
}

function showWaiting() {
  connection.waitingFor(outbox.left);
  windowLine.unsent(outbox.left);
  if (chat.log) conversation.waiting(outbox.in(chat.log.name));
}

function named(asked) {
  composer.focus();
  if (asked) composer.send();
}

/** Whether it is taken; if not, why not is told. */
function send(message) {
  if (nickname.ask()) composer.tell(say('nick.asked'));
  else if (outbox.full) composer.complain(say('composer.full'));
  else {
    chat.send({ nick: nickname.value, message });
    conversation.toEnd();
    return true;
  }
  return false;
}

/** A message that was not sent; of one that may have arrived this is said. */
function takeBack(key, use = () => {}) {
  const item = outbox.take(key);
  if (!item) return;
  use(item.message);
  if (item.unsure) composer.tell(say('pending.unsure'));
}

function retry() {
  chat.retry();
  typing.resume(); // The button goes when the chat is back.
}

function enter(room) {
  drawer.close();
  place.go(room);
  composer.focus();
}

function tell(news) {
  profile.hear(news);
  for (const { nick } of news.filter((entry) => isMessage(entry) && chat.isMine(entry))) chat.about.you.nick = nick;
  notifier.tell(news.filter((entry) => isMessage(entry) && !chat.isMine(entry) && !ignored.has(entry.member)));
}

/** Who has not said anything yet has no name to change: it comes with the first message. */
async function rename(nick) {
  const { you } = chat.about;
  if (!isText(you.nick) || you.nick === nick) return;
  try {
    await api.rename({ nick, room: chat.log.name, key: randomKey() });
    you.nick = nick;
  } catch (error) {
    if (error.status === undefined) throw error;
    if (error.code === 'name-taken') composer.complain(error.description); // Else the next message says it.
  }
}

function arriveLater(event) {
  const brought = arriving();
  if (!brought) return;
  event.stopImmediatePropagation();
  place.show(chat.log.name);
  arrival.ask(brought);
}

/** All that this page knows is another member's: it begins anew. */
async function arrive(secret) {
  const { nick } = await api.arrive(secret);
  if (nick) nickname.bring(nick);
  window.location.reload();
}

function openInvite() {
  drawer.close(); // First: the panel gives the focus back to who has it now.
  invite.open();
  doorkeeping.refresh();
}

/** Who has closed a dialog goes on where they were. */
function regain() {
  if (document.activeElement === document.body) typing.resume();
}

/** Comes into the room that an invitation in the address leads to; whether there was one. */
function follow() {
  const secret = place.takeSecret();
  if (secret !== null) joinBy(secret);
  return secret !== null;
}

async function joinBy(secret) {
  try {
    await chat.known;
    enter(await chat.private.join({ secret, nick: nickname.value }));
  } catch (error) {
    if (error.status === undefined) throw error;
    composer.complain(say('links.failed', { reason: error.description }));
  }
}

async function jump(time) {
  try {
    return await chat.jump(time);
  } catch (error) {
    if (error.status === undefined) throw error;
    return error.description;
  }
}

function becomeVisible() {
  chat.line.leader.visibilityChanged();
  chat.line.addresses.update();
  doorbell.update();
  if (visible()) conversation.update();
}

/** The browser kept the page as it was; what went along to another address may be in the log by now. */
function returned() {
  chat.line.leader.join();
  if (outbox.aside) chat.load();
}

outbox.watch(showWaiting);
printable({ onBegin: () => conversation.showAll(), onEnd: () => conversation.showSome() });
chat.rooms.watch(() => chat.log && showRooms());

$(document).on('visibilitychange', becomeVisible);
$(document).on('freeze', () => chat.line.leader.leave());
$(document).on('resume', () => chat.line.leader.join());
$(window).on('pagehide', () => chat.line.leader.leave());
$(window).on('pageshow', ({ originalEvent }) => originalEvent.persisted && returned());
$(window).on('offline', () => chat.retry());
$(window).on('focus', () => { notifier.clear(); notifySwitch.show(); });
$('.invite-open').on('click', openInvite);
$('#bots-open').on('click', () => { invite.close(); bots.open(); });
$('#device-open').on('click', () => { invite.close(); devices.open(); });
$('#room-people').on('click', () => roomPanel.open(chat.log.name));
$('#skip').on('click', (event) => { event.preventDefault(); composer.focus(); });

const early = part('message').value; // Written before this script had come.

translate(document.documentElement);
connection.show(chat.line.state);
showWaiting();
const invited = place.takeSecret();
chat.open(place.room);
if (early && early !== part('message').value) composer.restore(early);
chat.start();
if (invited !== null) joinBy(invited);
if (!cookiesKept()) composer.warn(say('composer.noCookies'));
new OfferedFiles({ onOffer: () => composer.complain(say('composer.files')) });
new Elsewhere(part('elsewhere'));
new Doubts({ visible, onDoubt: () => chat.doubt() });
if (!nickname.value && !early && document.activeElement === document.body) nickname.focus();
else typing.resume();
if (secret) arrival.ask(secret);
document.documentElement.dataset.begun = ''; // For incomplete.js.
