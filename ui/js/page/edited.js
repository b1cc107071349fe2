/** That a message was edited, and when. */
import { fullTime } from './times.js';
import { say } from '../words/words.js';

const $ = window.jQuery;

export function edited({ edited: time, deleted }) {
  if (!time || deleted) return null;
  return $('<span class="edited">').text(say('message.edited')).attr('title', say('message.editedAt', { time: fullTime(time) }));
}
