/**
 * What the page says, in English. What stands in index.html from the start stands there in English
 * too; a table in another language also has the words of its `data-word` names
 * and, as `problem.` and their names, those of what the server refuses (appliance/sentences.json).
 */
import { completing } from './en-completing.js';
import { commands } from './en-commands.js';
import { files } from './en-files.js';
import { finding } from './en-finding.js';
import { here } from './en-here.js';
import { keeping } from './en-keeping.js';
import { messages } from './en-messages.js';
import { unread } from './en-unread.js';

export const language = 'en';
export const direction = 'ltr';

export const words = {
  ...completing,
  ...commands,
  ...files,
  ...finding,
  ...here,
  ...keeping,
  ...messages,
  ...unread,

  'chat': 'Chat',
  'unknown': '<unknown>',
  'name.tagged': '{nick} ({tag})',

  'title': '{room} – {chat}',
  'title.unread': '({count}) {room} – {chat}',

  'day.today': 'Today',
  'day.yesterday': 'Yesterday',

  'door.passcode': 'Newcomers are asked for a passcode here. The host of the chat knows it.',
  'door.approve': 'The host of the chat lets newcomers in. Say who you are, and ask.',
  'door.locked': 'The host has locked this chat: nobody further comes in for now. As soon as that changes, this page goes on.',
  'door.waiting': 'The host was asked to let you in. Leave this page open: it goes on as soon as they do.',
  'door.refused': 'The host did not let you in.',
  'door.open': 'The chat is open.',
  'door.enter': 'Come in',
  'door.ask': 'Ask to come in',

  'dates.ahead': 'That day is yet to come. Choose an earlier one.',

  'connection.connecting': 'Connecting…',
  'connection.connected': 'Connected',
  'connection.closed': '“{name}” was closed by its host',
  'connection.back': 'Connected again',
  'connection.waiting': 'Reconnecting',
  'connection.waitingBecause': '{reason} Reconnecting',
  'connection.in': ' in {seconds} s',
  'connection.now': '…',
  'connection.left': ' · {count} waiting',
  'connection.silent': 'The server cannot be reached.',
  'connection.foreign': 'Something on the network answers instead of the chat.',

  'address.moved': 'This chat has another address now:',
  'address.perhaps': 'If the chat does not come back here, it may be at',

  'rooms.notFound': 'No room has that in its name.',
  'rooms.direct': 'Conversations',
  'rooms.private': 'private: ',
  'room.unknown': 'Private room',
  'room.out': '{room} is closed to you: somebody took you out of it, or it was removed.',
  'room.nameMissing': 'Please type a name for the room.',
  'room.nameTooLong': 'That is too long: a name has at most {count} characters.',
  'room.nameWrong': 'A name has letters, digits, - and _ only.',

  'conversation.label': 'Messages in {room}',
  'conversation.newest': 'Newest messages',
  'conversation.fresh': { one: '{count} new message', other: '{count} new messages' },

  'event.made': '{nick} made this room',
  'event.link': '{nick} made an invitation link',
  'event.unlink': '{nick} took an invitation link back',
  'event.joined': '{nick} added {who}',
  'event.came': '{nick} came in by an invitation',
  'event.left': '{nick} left',
  'event.named': '{before} is now {nick}',
  'event.removed': '{nick} took {who} out',

  'decided.called': 'This room is called “{title}” now',
  'decided.notCalled': 'This room has its own name again',
  'decided.topic': 'The topic is now “{topic}”',
  'decided.noTopic': 'This room has no topic any more',
  'decided.readonly': 'Only the host and the helpers write here from now on',
  'decided.notReadonly': 'Everybody may write here again',
  'decided.slow': 'From now on everybody sends one message in {time} here',
  'decided.notSlow': 'This room is not slow any more',
  'decided.archived': 'This room was archived',
  'decided.notArchived': 'This room was opened again',
  'decided.muted': '{who} was muted until {until}',
  'decided.until': '{time}, {day}',
  'decided.unmuted': '{who} may write again',
  'decided.removed': '{who} was removed from the chat',
  'decided.letIn': '{who} was let back in',
  'decided.hidden': 'What {who} says is folded away',
  'decided.shown': 'What {who} says is shown again',
  'decided.helper': '{who} is a helper now',
  'decided.member': '{who} is not a helper any more',

  'floor.muted': 'You are muted until {time}. You can go on reading, and what you type stays here.',
  'floor.mutedDay': 'You are muted until {time}, {day}. You can go on reading, and what you type stays here.',
  'floor.left': '{time} left',
  'floor.removed': 'The host removed this room. What you typed stays here until you have copied it.',
  'floor.archived': 'This room is archived: it can be read, and nothing is written in it any more.',
  'floor.readonly': 'Only the host and the helpers write in this room.',
  'floor.readonlyKept': 'Read-only: besides you only those write here who keep order.',
  'floor.slow': 'This room is slow: everybody sends one message in {time}. Further ones wait and go by themselves.',
  'floor.slowKept': 'This room is slow for others: one message in {time}.',
  'floor.hidden': 'What you say is folded away for everybody, until the host or a helper undoes that.',

  'people.you': 'you',
  'people.maker': 'made this room',
  'people.takeOut': 'Take out',
  'people.takeOutWhom': 'Take {nick} out',
  'people.leave': 'Leave',
  'people.leaveAndEnd': 'Leave and end it',
  'people.leaveSure': 'Leave {room}? To come back, somebody who is in it has to let you in.',
  'people.leaveLast': 'You are the last one here. When you leave, {room} is gone for everybody, and what was said in it with it.',
  'people.nobody': 'Nobody has written here yet whom you could choose. Invite somebody by a link.',
  'people.notFound': 'Nobody whom you have met here is called so.',
  'people.write': 'Write to',
  'people.begin': 'Begin',
  'people.addTo': 'Add people to {room}',
  'people.addThem': 'Add',

  'links.advice': 'Whoever has this link can come in. It is shown only now.',
  'links.adviceOnce': 'The first who opens this link comes in. It is shown only now.',
  'links.once': 'For one person',
  'links.uses': { one: '{count} came in by it', other: '{count} came in by it' },
  'links.until': 'open until {day}, {time}',
  'links.takeBack': 'Take back',
  'links.takeBackWhich': 'Take back the invitation that is {until}',
  'links.failed': 'The invitation did not work. {reason}',

  'beginning.problem': 'Messages could not be loaded. {reason}',
  'beginning.retry': 'Try again',
  'beginning.loading': 'Loading messages…',
  'beginning.older': 'Older messages',
  'ending.problem': 'Newer messages could not be loaded. {reason}',
  'beginning.start': 'This is the beginning of {room}.',
  'beginning.welcome': 'Nobody has written in {room} yet',
  'beginning.private': 'Only who is in it can read what is written here.',
  'beginning.here': 'Write the first message below. Only this computer can open this chat, at',
  'beginning.everybody': 'Write the first message below. Everybody on this network can join at',
  'beginning.invite': 'Invite others',

  'nick.none': 'You write without a name',
  'nick.set': 'You write as {nick}',
  'nick.asked': 'Type your name, so that others know who writes. Or send again without one.',

  'profile.since': 'Known here since: {day}',
  'profile.unknown': 'Nothing more is known about them.',
  'profile.now': 'Now called: {nick}',
  'profile.former': 'Called before: {names}',
  'profile.you': 'This is you',
  'profile.bot': 'A program says this. Nobody else can have its name.',
  'profile.ignore': 'Ignore',
  'profile.heed': 'Stop ignoring',
  'profile.ignored': 'You ignore them: their messages are hidden in this browser, and they are not told.',

  'ignored.hidden': { one: '{count} message of {nick} is hidden', other: '{count} messages of {nick} are hidden' },

  'ignored.show': 'Show',
  'ignored.showWhose': { one: 'Show {count} message of {nick}', other: 'Show {count} messages of {nick}' },

  'device.code': 'QR code of the link',
  'device.until': 'It works once, until {time}.',

  'composer.labelled': 'Message to {room}',
  'composer.room': 'Write to {room}',
  'composer.closed': 'Nothing can be sent just now',
  'composer.tooLong': {
    one: '{count} character too long to send',
    other: '{count} characters too long to send',
  },
  'composer.left': '{count} left',
  'composer.blank': 'Nobody could see this message. Write something first.',
  'composer.noCookies': 'This browser keeps no cookies of this chat, so it will not know you again: after a reload your own messages look like a stranger’s.',
  'composer.full': 'Too many messages are waiting to be sent. This one stays here.',

  'pending.sending': 'Sending…',
  'pending.loading': 'Goes out when its files are up',
  'pending.waiting': 'Waiting to send',
  'pending.waitingBecause': 'Waiting to send: {reason}',
  'pending.refused': 'Not sent: {reason}',
  'pending.muted': 'you are muted. It goes out by itself when that is over.',
  'pending.archived': 'this room is archived.',
  'pending.readonly': 'only the host and the helpers write here.',
  'pending.retry': 'Retry',
  'pending.edit': 'Edit',
  'pending.delete': 'Delete',
  'pending.carried': 'it came along from another address of this chat. If you wrote it, send it.',
  'pending.unsure': 'What you took back may have arrived already: no answer came.',

  'changing.sending': 'Saving…',
  'changing.waiting': 'Change waits to be sent',
  'changing.waitingBecause': 'Change waits to be sent: {reason}',
  'changing.refused': 'Not changed: {reason}',
  'changing.undo': 'Undo',
  'changing.unsure': 'That may be changed already: no answer came. Look again once the chat is there.',

  'notify.popups': 'Notify me of messages',
  'notify.sound': 'Sound for new messages',
  'notify.text': '{nick}: {message}',
  'notify.act': '{nick} {message}',
  'notify.blocked': 'The browser blocks notifications of this page. Allow them in its settings for this address.',
  'notify.notYet': 'The browser has not allowed notifications yet.',

  'join.here': 'Only this computer can open this chat',
  'join.everybody': 'Others on this network join at',

  'invite.alone': 'This computer is not connected to a network, so nobody else can join. Connect it, and the address appears here.',
  'invite.here': 'Only this computer can open this chat.',
  'invite.askHost': 'Only this computer can open this chat. To let others join, open the link that this command prints on it: chat-appliance admin',
  'invite.moved': 'Another program has port {port}, where this chat was: addresses and QR codes given away before lead nowhere. These are the ones that work now.',
  'invite.code': 'QR code',
  'invite.codeFor': 'QR code for {address}',
  'invite.for': ' for {address}',

  'copy': 'Copy',
  'copy.what': ' {what}',
  'copy.done': 'Copied',
  'copy.selected': 'Selected: now press Control or Command and C',
  'copy.failed': 'The browser does not let this page copy. Select the words and copy them yourself.',
  'copy.press': 'Press Ctrl+C',

  'reach.nobody': 'No other device has joined yet',
  'reach.devices': {
    one: '{count} other device has joined',
    other: '{count} other devices have joined',
  },
  'reach.last': {
    one: '{count} other device has joined, last at {time}',
    other: '{count} other devices have joined, last at {time}',
  },
  'reach.lastDay': {
    one: '{count} other device has joined, last at {time}, {day}',
    other: '{count} other devices have joined, last at {time}, {day}',
  },
};
