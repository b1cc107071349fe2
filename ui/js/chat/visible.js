/** Whether there is anything to be seen of a text: the server's rule (appliance/invisible.py). */
const BLANK = '\\u2800\\ufff9-\\ufffb\\u{13441}\\u{13442}\\u{16fe4}\\u{1d159}'; // Further ones without ink.
const NOTHING = new RegExp(`^[\\s\\p{Cc}\\p{Default_Ignorable_Code_Point}${BLANK}]*$`, 'u');

export function shows(text) {
  return !NOTHING.test(text);
}
