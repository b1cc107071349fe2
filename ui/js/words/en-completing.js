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
};
