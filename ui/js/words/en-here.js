/** What the page says of who is here, in English; the other words are in en.js. */
export const here = {
  'here.count': { one: '{count} person', other: '{count} people' },
  'here.openCount': { one: 'Who is here: {count} person', other: 'Who is here: {count} people' },
  'here.nameless': 'without a name',
  'here.away': 'away',
  'here.left': 'not here',
  'here.isShown': 'Others are told again that you are here.',
  'here.isNotShown': 'Others are not told that you are here, nor that you type.',
  'here.last': '{day}, {time}',

  'typing.somebody': 'Somebody',
  'typing.one': '{nick} is typing…',
  'typing.two': '{nick} and {other} are typing…',
  'typing.many': '{count} people are typing…',
};
