/**
 * Who somebody is: a card at their name. For a pointer that rests there it only shows itself; after a
 * press it has the focus and keeps it, as dialogs do, until it is closed. On a phone it is a sheet.
 */
import { refusal } from '../../line/api-error.js';
import { initialOf, shownNick, tagOf, toneOf } from '../../chat/nicks.js';
import { Keeping } from '../host/keeping.js';
import { Names } from './names.js';
import { place } from '../parts/placed.js';
import { pressed } from '../parts/shortcuts.js';
import { dayName } from '../parts/times.js';
import { say } from '../../words/words.js';
import { write } from '../parts/written.js';

const $ = window.jQuery;

export class Profile {
  #name = null; // Where it was opened.
  #at = null; // Where that was on the page then: ignoring moves it.

  /**
   * `about(member)` asks the chat; `isMe(member)`, `shared(nick)`: whether two are called so; `onWrite(member)`
   * answers the way into the conversation with them. `role()` and `change(member, wanted)` are for keeping.js.
   */
  constructor(dialog, { conversation, about, isMe, ignored, shared, onWrite, role, change }) {
    Object.assign(this, { dialog, conversation, about, isMe, ignored, shared, onWrite });
    this.root = $(dialog);
    this.names = new Names(conversation, {
      onPress: (name) => this.open(name),
      onRest: (name) => this.#glance(name),
      onLeave: () => this.glancing && this.close(),
    });
    $(conversation).on('scroll', () => this.glancing && this.close());
    document.addEventListener('keydown', (event) => this.#escape(event), true); // First: what is below it stays.
    this.root.on('pointerenter', () => this.names.stay()).on('pointerleave', () => this.names.leave())
      .on('click', ({ target }) => { if (target === dialog) this.close(); })
      .on('cancel', (event) => { event.preventDefault(); this.close(); }); // Escape.
    this.root.find('.profile-close').on('click', () => this.close());
    this.problem = this.root.find('.problem');
    this.keeping = new Keeping(this.root.find('.keeping'), {
      role, change, onShown: () => this.#place(), onProblem: (words) => this.#complain(words),
    });
    this.root.find('.profile-write').on('click', () => this.#write());
    this.root.find('.profile-ignore').on('click', () => this.#ignore());
  }

  get glancing() {
    return this.dialog.open && this.root.hasClass('glance');
  }

  open(name) {
    this.dialog.open = false;
    this.root.removeClass('glance');
    this.dialog.showModal();
    this.#show(name);
    this.dialog.focus();
  }

  /** Something was said; perhaps how the one stands who is shown. */
  hear(news) {
    if (this.dialog.open && news.some(({ kind, who }) => kind === 'member' && who === this.member)) this.#ask();
  }

  close() {
    if (this.glancing) this.dialog.open = false;
    if (!this.dialog.open) return;
    this.dialog.close();
    this.#back();
  }

  #escape(event) {
    if (!this.glancing || !pressed(event, 'close')) return;
    event.preventDefault();
    this.close();
  }

  /** Without the focus: somebody may be writing. */
  #glance(name) {
    if (this.dialog.open && (!this.glancing || name === this.#name)) return;
    this.root.addClass('glance');
    this.dialog.open = true;
    this.#show(name);
  }

  #show(name) {
    this.#name = name;
    this.#at = name.getBoundingClientRect();
    const { member, nick, bot } = name.dataset;
    this.member = member;
    this.root.find('.profile-name').text(shownNick(nick));
    this.root.find('.profile-picture').attr('class', `profile-picture tone-${toneOf(member)}`).text(initialOf(shownNick(nick)));
    this.#tag(this.shared(nick));
    this.#tell('kind', (this.isMe(member) && say('profile.you')) || (bot !== undefined && say('profile.bot')));
    this.problem.text('');
    this.root.find('.profile-write').prop('hidden', !member || bot !== undefined || this.isMe(member));
    for (const part of ['since', 'now', 'former']) this.#tell(part, '');
    this.keeping.hide();
    this.#mark();
    this.#place();
    if (member && bot === undefined) this.#ask();
  }

  async #ask() {
    const { member, nick } = this.#name.dataset;
    const person = await this.#found(member);
    if (member !== this.member || !this.dialog.open) return;
    this.#tell('since', person?.since ? say('profile.since', { day: dayName(person.since) }) : say('profile.unknown'));
    this.#tell('now', person && person.nick !== nick && say('profile.now', { nick: shownNick(person.nick) }));
    this.#tell('former', person?.former?.length && say('profile.former', { names: person.former.join(', ') }));
    if (person?.tag) this.#tag(true);
    if (person !== undefined && !this.glancing && !this.isMe(member)) this.keeping.show(member, person);
    this.#place();
  }

  async #found(member) {
    try {
      return await this.about(member);
    } catch (error) {
      return refusal(error).code === 'member-unknown' ? null : undefined; // Then no more is known than stands here.
    }
  }

  #tag(shown) {
    const title = say('message.shared', { member: this.member });
    this.root.find('.tag').text(tagOf(this.member)).attr('title', title).prop('hidden', !shown);
  }

  #tell(part, words) {
    write(this.root.find(`.profile-${part}`).prop('hidden', !words), words || '');
  }

  #mark() {
    const ignored = this.ignored.has(this.member);
    this.root.find('.profile-ignored').text(ignored ? say('profile.ignored') : '');
    this.root.find('.profile-ignore').prop('hidden', !this.member || this.isMe(this.member))
      .text(say(ignored ? 'profile.heed' : 'profile.ignore'));
  }

  async #write() {
    try {
      const enter = await this.onWrite(this.member);
      this.close(); // First: it gives the focus back.
      enter();
    } catch (error) {
      this.#complain(refusal(error).description);
    }
  }

  #complain(words) {
    this.problem.text(words);
    this.#place();
  }

  #ignore() {
    this.ignored.set(this.member, !this.ignored.has(this.member));
    this.#mark();
    this.#place();
  }

  /** The name may be gone by now: its message is hidden, or many came. */
  #back() {
    this.#name.focus();
    if (document.activeElement !== this.#name) this.conversation.focus();
  }

  #place() {
    place(this.dialog, this.#at);
  }
}
