/** That a message was edited, and when: leads to what it said before. */
import { fullTime } from '../parts/times.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;

export function edited({ edited: time, deleted }) {
  if (!time || deleted) return null;
  return $('<button type="button" class="edited" tabindex="-1" aria-haspopup="dialog">').text(say('message.edited')).attr('title', say('message.editedAt', { time: fullTime(time) }));
}
