/** The open room as one writes in it: the box, where the keys go, and what was taken back. */
import { AsCode } from '../page/composer/as-code.js';
import { attempted } from '../page/parts/attempt.js';
import { Composer } from '../page/composer/composer.js';
import { Editable } from '../chat/editable.js';
import { Editing } from '../page/composer/editing.js';
import { Files } from './files.js';
import { hintKeys } from '../page/composer/keys-hint.js';
import { isChange } from '../kinds/table.js';
import { Meant } from '../chat/meant.js';
import { Offer } from '../page/composer/offer.js';
import { part } from './part.js';
import { Replying } from '../page/composer/replying.js';
import { ReturnKey } from '../page/composer/return-key.js';
import { say } from '../words/words.js';
import { shows } from '../chat/visible.js';
import { typedFor } from '../chat/commands.js';
import { Typing } from '../page/composer/typing.js';

export class Writing {
  /** `commands` reads what was typed, `device` is what this browser keeps, whichever chat it is. `told(id)` is what a message says in one line, `foreseen(entry)` is a message with what waits to be done to it; `onGrow()` hears that the box has another size, `onSent()` that a message is on its way, `onEditing(id)` which one is edited, null for none. */
  constructor({ chat, commands, outbox, oneself, storage, device, told, foreseen, onGrow, onSent, onEditing }) {
    Object.assign(this, { chat, commands, outbox, oneself, foreseen, onSent });
    this.editable = new Editable(chat);
    this.meant = new Meant({ storage });
    this.offer = new Offer(part('offer'), { form: part('chatform'), onTurn: onGrow });
    this.files = new Files({ chat, outbox, storage, offer: this.offer, composer: () => this.composer, onTurn: onGrow, onUndo: (entry) => this.#unsay(entry), onClose: () => this.regain() });
    this.returnKey = new ReturnKey(part('message'), { storage: device, onTurn: (sends) => hintKeys(part('keys-hint'), sends) });
    this.composer = new Composer(part('chatform'), {
      storage, sends: () => this.returnKey.sends, onSend: (text) => this.#take(text), onKeep: (room, text) => this.meant.keep(room, text), onGrow, onUp: () => this.#editLast(),
      beside: () => this.files.some,
    });
    this.asCode = new AsCode(part('as-code'), { box: part('message'), form: part('chatform'), onTurn: onGrow });
    this.editing = new Editing(part('editing'), {
      composer: this.composer, onDone: (...edit) => this.#change(...edit), onTurn: (id) => { this.asCode.leave(); onEditing(id); onGrow(); },
    });
    this.replying = new Replying(part('replying'), { form: part('chatform'), storage, told, onTurn: onGrow });
    this.typing = new Typing(part('message'), {
      places: [part('main'), part('room-list')], pages: part('conversation'),
    });
  }

  /** The commands that may be used now: while a message is edited none is heeded. */
  get commanded() {
    return this.editing.going ? [] : this.commands.offered;
  }

  /** A room, by what people call it. */
  open(room, title) {
    const before = this.composer.room;
    if (room !== before) this.editing.put(before);
    if (room !== before) this.asCode.leave();
    if (room !== before) this.offer.leave();
    this.composer.open(room, title);
    this.editing.open(room, before);
    this.replying.open(room);
    this.files.open(room);
  }

  /** How much the chat takes. */
  introduce({ message }) {
    this.composer.limitTo(message);
    this.files.introduce();
  }

  /** What is written next answers a message. */
  answer({ id }) {
    this.editing.leave();
    this.replying.answer(id);
    this.composer.focus();
  }

  /** A message of one's own is edited, with `words` that somebody wrote for it already, and whom these mean. */
  change(entry, words, meant) {
    this.editing.begin(entry, words, meant);
  }

  /** Somebody was chosen by a name in what is written: { name: member }. */
  mean(people) {
    if (this.editing.going) this.editing.mean(people);
    else this.meant.note(this.composer.room, people);
  }

  /** It is known by now what rooms are called: what was begun under another name goes along. */
  mend(called) {
    this.meant.mend(called);
    this.composer.mend(called);
  }

  /** From the name on to the message, which may have waited for it. */
  named(asked) {
    this.composer.focus();
    if (asked) this.composer.send();
  }

  /** Who has closed a dialog goes on where they were. */
  regain() {
    if (document.activeElement === document.body) this.typing.resume();
  }

  /** `early` was written before this script had come. */
  begin(early) {
    if (early && early !== part('message').value) this.composer.restore(early);
    this.files.begin();
  }

  /** What was to be sent goes back into the box: the words of an edit to their message, if it is there. */
  edit(key) {
    this.#takeBack(this.files.takeBack(key), ({ room, message, act, reply, target, body, meant }) => {
      const entry = this.chat.log.at(target);
      if (entry && this.editable.may(entry)) return this.change(entry, body.message, body.meant);
      return this.#again({ room, message: message ?? body.message, act, reply, meant: meant ?? body?.meant });
    });
  }

  /** What was written, and as what, is in the box once more, above what was begun there since. */
  #again({ room, message, act, reply, meant }) {
    if (meant) this.meant.note(room, meant);
    this.editing.leave();
    if (reply) this.replying.answer(reply);
    this.composer.restore(typedFor({ message, act }));
  }

  /** A message is not to be sent after all. */
  remove(key) {
    this.#takeBack(this.outbox.take(key));
  }

  /** A change is not to be made after all. */
  undo(key) {
    if (this.outbox.take(key)?.unsure) this.composer.tell(say('changing.unsure'));
  }

  /** What waits is still as it was written; else what the chat has may be edited. */
  #editLast() {
    const waiting = this.outbox.in(this.composer.room).filter((item) => !isChange(item)).at(-1);
    const entry = this.editable.last(this.foreseen);
    if (waiting) this.edit(waiting.key);
    else if (entry) this.change(entry);
    else this.composer.mention(say('editing.none'));
  }

  /** Whether other words for it are taken. */
  #change(entry, message, meant) {
    if (this.outbox.full) this.composer.complain(say('composer.full'));
    else {
      this.chat.change(entry, { kind: 'edit', nick: this.oneself.nick, body: { message, meant } });
      return true;
    }
    return false;
  }

  /** Whether it is taken; if not, why not is told. */
  #take(text) {
    const { message, act, run, problem } = this.commands.read(text);
    if (run) return this.#run(text, run);
    const { reason } = this.composer;
    const refused = problem ?? reason ?? (shows(message) || this.files.some ? null : say('composer.blank'));
    if (refused === null) return this.#send(message, act);
    this.composer.complain(refused);
    return false;
  }

  /** A command. Where it does not work it is in the box again, with the reason. */
  #run(text, run) {
    const { room } = this.composer;
    attempted(run).then((problem) => {
      if (!problem) return;
      this.composer.restore(text, room);
      this.composer.complain(problem);
    });
    return true;
  }

  #send(message, act) {
    if (this.oneself.nickname.ask()) this.composer.tell(say('nick.asked'));
    else if (this.outbox.full) this.composer.complain(say('composer.full'));
    else {
      const { room } = this.composer;
      const taken = this.files.take();
      const key = this.chat.send({ nick: this.oneself.nick, message, act: act || undefined, reply: this.replying.id ?? undefined, meant: this.meant.in(room, message), ...taken });
      if (taken.files) this.files.sent(key);
      this.replying.leave();
      this.asCode.leave();
      this.onSent();
      return true;
    }
    return false;
  }

  /** What was said already is taken back, and its words, as they are now, are there to be sent otherwise. */
  #unsay(said) {
    const entry = this.chat.log.at(said.id) ?? said;
    const { room, message, act, reply, mentions = [] } = entry;
    this.chat.change(entry, { kind: 'delete', nick: this.oneself.nick, body: { by: 'author' } });
    const people = mentions.filter(({ member }) => member !== undefined).map(({ name, member }) => [name, member]);
    if (message) this.#again({ room, message, act, reply, meant: Object.fromEntries(people) });
  }

  /** A message that was not sent; of one that may have arrived this is said. */
  #takeBack(item, use = () => {}) {
    if (!item) return;
    use(item);
    if (item.unsure) this.composer.tell(say('pending.unsure'));
  }
}
