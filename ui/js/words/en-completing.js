/** What the page says of what it completes and offers to choose from, in English; the other words are in en.js. */
export const completing = {
  'picker.recent': 'Used last',
  'picker.gestures': 'Gestures',
  'picker.faces': 'Faces',
  'picker.hearts': 'Hearts',
  'picker.signs': 'Signs',
  'picker.things': 'Things',
  'picker.none': 'None is called so. Any emoji can be sent as a message.',
  'picker.missing': 'The list of emoji could not be loaded. Try again.',

  'complete.count': {
    one: '{count} suggestion: Tab takes it',
    other: '{count} suggestions: Tab takes the first, arrows choose another',
  },

  'mention.you': 'This means you.',
  'mentions.badge': '@{count}',
  'mentions.count': { one: 'Named {count} time, unread', other: 'Named {count} times, unread' },
  'mentions.away': 'Put it away',
  'mentions.day': '{day}, {time}',
  'mentions.last': 'You have read all that names you.',
  'complete.here': 'everybody who is here',
  'title.mentions': '(@{count}) {room} – {chat}',
  'notify.named': '{nick} names you: {message}',
};
