/**
 * What the page says, in English. What stands in index.html from the start stands there in English
 * too; a table in another language also has the words of its `data-word` names
 * and, as `problem.` and their names, those of what the server refuses (appliance/sentences.json).
 */
export const language = 'en';
export const direction = 'ltr';

export const words = {
  'chat': 'Chat',
  'unknown': '<unknown>',

  'title': '{room} – {chat}',
  'title.unread': '({count}) {room} – {chat}',

  'day.today': 'Today',
  'day.yesterday': 'Yesterday',
  'dates.ahead': 'That day is yet to come. Choose an earlier one.',

  'connection.connecting': 'Connecting…',
  'connection.connected': 'Connected',
  'connection.closed': 'The chat has been closed',
  'connection.back': 'Connected again',
  'connection.waiting': 'Reconnecting',
  'connection.waitingBecause': '{reason} Reconnecting',
  'connection.in': ' in {seconds} s',
  'connection.now': '…',
  'connection.left': ' · {count} waiting',
  'connection.silent': 'The server cannot be reached.',
  'connection.foreign': 'Something on the network answers instead of the chat.',

  'rooms.unread': ' unread',
  'rooms.many': '{count}+',
  'rooms.notFound': 'No room has that in its name.',
  'rooms.direct': 'Conversations',
  'rooms.private': 'private: ',
  'room.unknown': 'Private room',
  'room.out': 'You are not in {room} any more.',
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
  'event.removed': '{nick} took {who} out',

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

  'message.blank': 'Nothing can be seen of this message',
  'message.label': '{nick}, {time}',
  'message.news': 'New since {time}',
  'message.newsDay': 'New since {time}, {day}',
  'message.unfold': 'Show all',
  'message.fold': 'Show less',
  'message.copied': '{nick} {time}: {text}',
  'message.shared': 'Somebody else uses this name too. This is the one with the id {member}.',

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

  'device.code': 'QR code of the link',
  'device.until': 'It works once, until {time}.',

  'composer.labelled': 'Message to {room}',
  'composer.room': 'Write to {room}',
  'composer.tooLong': {
    one: '{count} character too long to send',
    other: '{count} characters too long to send',
  },
  'composer.left': '{count} left',
  'composer.blank': 'Nobody could see this message. Write something first.',
  'composer.noCookies': 'This browser keeps no cookies of this chat, so it will not know you again: after a reload your own messages look like a stranger’s.',
  'composer.files': 'Files cannot be sent yet, only words.',
  'composer.full': 'Too many messages are waiting to be sent. This one stays here.',

  'pending.sending': 'Sending…',
  'pending.waiting': 'Waiting to send',
  'pending.waitingBecause': 'Waiting to send: {reason}',
  'pending.refused': 'Not sent: {reason}',
  'pending.retry': 'Retry',
  'pending.edit': 'Edit',
  'pending.delete': 'Delete',
  'pending.carried': 'it came along from another address of this chat. If you wrote it, send it.',
  'pending.unsure': 'What you took back may have arrived already: no answer came.',

  'notify.popups': 'Notify me of messages',
  'notify.sound': 'Sound for new messages',
  'notify.text': '{nick}: {message}',
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
