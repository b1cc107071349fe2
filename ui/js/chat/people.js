/** Who speaks here, as far as this page has heard: by which names they go, who looks like whom, and what of it is ours. */
import { Company } from './company.js';
import { isMessage, isNaming } from './fold.js';
import { Nicks } from './nicks.js';
import { Own } from './own.js';

export class People {
  nicks = new Nicks();
  own = new Own();

  /** `onNews()` hears that somebody is called otherwise, or looks like another. */
  constructor({ api, onNews }) {
    this.onNews = onNews;
    this.company = new Company({ api, onNews });
  }

  /** The name of a member as far as is known, told from those that look the same; null where none is, and of nobody. */
  nickOf(member) {
    const nick = member ? this.company.nickOf(member) : null;
    return nick === null ? null : this.nicks.called({ nick, member });
  }

  /** These are here, and may not have said anything yet. */
  meet(people) {
    for (const { member, nick } of people) this.company.meet(member, nick);
    this.#recall(people);
  }

  /** Who speaks there, and by which names; said `long` ago it tells of no newer name. */
  hearOf(entries, { long = false } = {}) {
    for (const entry of entries) this.own.recognise(entry);
    for (const { member, nick, kind } of entries) if (member && nick && kind !== 'room' && !(long && this.company.knows(member))) this.company.note(member, nick);
    this.#recall(entries.filter((entry) => isMessage(entry) || isNaming(entry)));
  }

  /** Who goes by which name. */
  #recall(people) {
    const shared = people.filter(({ nick, member }) => this.nicks.note(nick, member));
    if (shared.length) this.onNews();
  }
}
