/** What is said of a search: how much was found, that nothing was and what to try, how far the index is, and what is in the way. */
import { say } from '../../words/words.js';
import { write } from '../parts/written.js';

const TIPS = ['search.tipWords', 'search.tipQuotes'];
const TRY = ['search.tryFewer', 'search.tipQuotes'];

export class Tidings {
  /** `onEverywhere()` and `onAgain()` hear what somebody wants to try. */
  constructor(root, { onEverywhere, onAgain }) {
    this.note = root.find('.search-note');
    this.index = root.find('.search-index');
    this.problem = root.find('.search-problem');
    this.again = root.find('.search-again').on('click', onAgain);
    this.nothing = root.find('.search-nothing');
    this.everywhere = root.find('.search-everywhere').on('click', onEverywhere);
    this.end = root.find('.search-end');
  }

  show(inquiry) {
    const { question, found } = inquiry;
    const known = question === null || found.question === question;
    if (known) this.#showFound(question, found);
    this.end.text(this.#endOf(inquiry));
  }

  /** Something else, until there is more to say. */
  mention(words) {
    write(this.note, words);
  }

  #showFound(question, found) {
    const nothing = question !== null && !found.problem && !found.more && !found.entries.length;
    write(this.note, nothing ? nothingFound(question) : howMany(question, found));
    write(this.index, found.indexed < 1 ? say('search.indexing', { percent: percent(found.indexed) }) : '');
    write(this.problem, found.problem ?? '');
    this.again.prop('hidden', !found.problem);
    this.nothing.prop('hidden', !nothing && question !== null);
    this.nothing.find('li').each((at, tip) => { tip.textContent = say((nothing ? TRY : TIPS)[at]); });
    this.everywhere.prop('hidden', !nothing || question.room === null);
  }

  #endOf({ question, found, busy, full }) {
    if (question === null || found.question !== question) return '';
    if (busy && found.more) return say('search.looking');
    return full ? say('search.full', { count: found.entries.length }) : '';
  }
}

function nothingFound({ words, room, title }) {
  return room === null ? say('search.nothing', { words }) : say('search.nothingIn', { words, room: title });
}

function howMany(question, { entries, more }) {
  if (question === null || !entries.length) return '';
  return say(more ? 'search.foundSome' : 'search.found', { count: entries.length });
}

/** Never all of them, as long as some are missing. */
function percent(share) {
  return Math.min(99, Math.floor(share * 100));
}
