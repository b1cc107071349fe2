/** Emoji behind a `:`, by what they are called and by further words. Their list is loaded when the first is typed. */
import { loaded } from '../parts/later.js';
import { rank } from './marked.js';
import { recentEmoji } from '../parts/recent-emoji.js';

const LEAST = 2; // Letters: before that it is a colon, or a face of two signs.

export function emojiSource(storage) {
  let coming = null;
  return {
    sign: ':',
    find: async (typed) => {
      if (typed.length < LEAST) return [];
      coming ??= list();
      const emoji = await coming;
      if (!emoji) coming = null;
      return found(emoji ?? [], typed.replaceAll('_', ' '), recentEmoji(storage));
    },
  };
}

/** With the picker, which has them: in a file of two parts it would come to everybody at once. Undefined where it could not be loaded: whoever types on has nothing to do with that. */
async function list() {
  return (await loaded(() => import('../composer/emoji-picker.js')))?.CHOICE;
}

/** At the beginnings of words, those first that were used last. */
function found(emoji, typed, recent) {
  const used = (one) => (recent.includes(one) ? recent.indexOf(one) : recent.length);
  return emoji.flatMap(([one, name, words]) => {
    const word = words.split(' ').find((each) => rank(each, typed) === 0) ?? '';
    const place = rank(name, typed);
    if (!word && (place === null || place > 1)) return [];
    return [{ text: one, label: name, hint: word, picture: one, used: used(one) }];
  }).sort((a, b) => a.used - b.used);
}
