/** What the page says of what is unread, and of what one wants to hear, in English: a part of the table in en.js. */
export const unread = {
  'rooms.unread': '{count} unread',
  'rooms.unreadLeast': 'at least {count} unread',
  'rooms.many': '{count}+',
  'rooms.muted': 'muted',
  'rooms.hidden': { one: '{count} hidden room', other: '{count} hidden rooms' },

  'news.bar': { one: '{shown} new since {time}', other: '{shown} new since {time}' },
  'news.barOnly': { one: '{shown} new message', other: '{shown} new messages' },

  'read.room': 'Marked as read.',
  'read.all': 'All rooms are marked as read.',
  'read.undone': 'All is as it was before.',
  'read.none': 'Nothing is unread in another room.',

  'level.title': 'What you hear of this room: {level}',
  'level.all': 'everything',
  'level.mentions': 'mentions and replies',
  'level.nothing': 'nothing',
  'level.hidden': 'nothing, and it is out of the list',
  'level.until': 'quiet until {time}',
  'level.untilTomorrow': 'quiet until tomorrow, {time}',
  'level.untilDay': 'quiet until {day}, {time}',
};
