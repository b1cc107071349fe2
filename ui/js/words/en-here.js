/** What the page says of who is here, in English; the other words are in en.js. */
export const here = {
  'typing.somebody': 'Somebody',
  'typing.one': '{nick} is typing…',
  'typing.two': '{nick} and {other} are typing…',
  'typing.many': '{count} people are typing…',
};
