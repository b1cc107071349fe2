/** The button that leads to the newest messages, and says how many are new. */
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class Newer {
  constructor(button, { onGo }) {
    this.button = $(button).on('click', () => onGo());
  }

  /** `count` are new; `coming` says that they are on their way already. */
  show({ wanted, count, coming }) {
    this.button.prop('hidden', !wanted).text(coming ? say('beginning.loading') : wordsFor(count))
      .attr('aria-busy', String(coming)).toggleClass('fresh', count > 0);
  }
}

function wordsFor(count) {
  return count ? say('conversation.fresh', { count }) : say('conversation.newest');
}
