/** Whether a text is a gesture rather than words: one to three emoji and nothing else. */
const SIGN = String.raw`(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}))[\uFE0F\p{Emoji_Modifier}]*`;
const JOINED = String.raw`${SIGN}(?:\u200D(?:${SIGN}|\p{Extended_Pictographic}))*`;
const FLAG = String.raw`\p{Regional_Indicator}{2}|\u{1F3F4}[\u{E0020}-\u{E007F}]+`;
const KEYCAP = String.raw`[0-9#*]\uFE0F?\u20E3`;
const ALONE = new RegExp(`^(?:(?:${FLAG}|${KEYCAP}|${JOINED}) ?){1,3}$`, 'u');
const LONGEST = 120; // Characters; a longer text is not looked at.

export function isEmoji(text) {
  return text.length <= LONGEST && ALONE.test(text);
}
