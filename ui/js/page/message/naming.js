/**
 * Whom a message names: each by the name that they have now, though the text stays as it was typed, which
 * is what is copied. Who reads it sees that they are meant themselves.
 */
import { named } from '../../format/named.js';
import { tellName } from './mention.js';

export class Naming {
  /** `nickOf(member)` is null for who is not known, or not yet; `called(one)` tells names apart; `me()` is who reads. */
  constructor({ nickOf, called, me }) {
    Object.assign(this, { nickOf, called, me });
  }

  /** What the words of `entry` are read as, `nodes`, with those in it whom it names. */
  within(nodes, { mentions }) {
    return named(nodes, mentions?.map((mention) => ({ ...mention, mine: isMe(mention, this.me()), ...this.#now(mention) })));
  }

  /** Whether it names who reads it. */
  isNamed({ mentions, member, deleted }) {
    return !deleted && member !== this.me() && (mentions ?? []).some((mention) => isMe(mention, this.me()));
  }

  /** Somebody is called something else. */
  rename(article) {
    for (const node of article.querySelectorAll('.mention[data-member]')) {
      const { member, typed } = node.dataset;
      tellName(node, typed, this.#now({ member }));
    }
  }

  #now({ member }) {
    const nick = member ? this.nickOf(member) : null;
    return nick === null ? {} : { nick, called: `@${this.called({ nick, member })}` };
  }
}

function isMe({ member, name }, me) {
  return member === undefined ? name === 'here' : member === me;
}
