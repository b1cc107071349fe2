/** Reacting to messages: what is below them, who it was, and the choice of another emoji. */
import { part } from './part.js';
import { Picking } from '../page/composer/picking.js';
import { ReactionPeople } from '../page/message/reaction-people.js';
import { Reactions } from '../page/message/reactions.js';
import { say } from '../words/words.js';

export class Reacting {
  /** `entryOf(row)` is what it shows. */
  constructor({ chat, outbox, oneself, storage, composer, entryOf }) {
    Object.assign(this, { chat, outbox, oneself, composer });
    const me = () => oneself.member;
    const root = part('conversation');
    this.reactions = new Reactions(root, {
      me,
      entryOf,
      onReact: (entry, emoji, on) => this.react(entry, emoji, on),
      onMore: (entry, button) => this.pick(entry, button.getBoundingClientRect()),
    });
    this.people = new ReactionPeople(root, part('reaction-people'), {
      peopleOf: (chip) => entryOf(chip.closest('.row')).reactions?.[chip.dataset.emoji] ?? [],
      nickOf: (member) => chat.people.nickOf(member),
      me,
    });
    this.picking = new Picking(part('picker'), { storage, onProblem: () => composer.complain(say('picker.missing')) });
  }

  /** With an emoji that is chosen then; `at` is where on the page. */
  pick(entry, at) {
    this.picking.open(at, (emoji) => this.react(entry, emoji, true));
  }

  react(entry, emoji, on) {
    if (this.composer.reason !== null) this.composer.complain(this.composer.reason);
    else if (this.outbox.full) this.composer.complain(say('composer.full'));
    else this.chat.change(entry, { kind: 'reaction', nick: this.oneself.nick, body: { emoji, on } });
  }
}
