/**
 * What was done to keep order: by whom, to whom, and when; newest first, and further back on demand.
 * The entries of the room that only host and helpers read.
 */
import { ACTS } from '../../chat/room-name.js';
import { attempt } from '../parts/attempt.js';
import { decided, decision, isolatedNick } from '../message/event.js';
import { isDecision } from '../../chat/fold.js';
import { Panel } from '../parts/panel.js';
import { dated, fullTime } from '../parts/times.js';
import { nodes, say } from '../../words/words.js';

const $ = window.jQuery;
const PAGE = 50; // Acts at a time.

const WORDS = {
  'member muted': 'acts.muted',
  'member unmuted': 'acts.unmuted',
  'member removed': 'acts.removed',
  'member let-in': 'acts.letIn',
  'member hidden': 'acts.hidden',
  'member shown': 'acts.shown',
  'member helper': 'acts.helper',
  'member member': 'acts.member',
  'door admitted': 'acts.admitted',
  'door refused': 'acts.refused',
  'door came': 'acts.came',
  'door asked': 'acts.asked',
  'token made': 'acts.tokenMade',
  'token removed': 'acts.tokenRemoved',
};
const ROOM = { // In a public room, and in a private one, of which it is not told which it is.
  'removed': ['acts.roomRemoved', 'acts.privateRemoved'],
  'message-deleted': ['acts.messageRemoved', 'acts.privateMessageRemoved'],
};
const DOOR = { open: 'acts.doorOpen', passcode: 'acts.doorPasscode', approve: 'acts.doorApprove', locked: 'acts.doorLocked' };

export class Acts {
  #first = null; // The number of the earliest that is shown.

  /** `nickOf(member)` answers null for who is not known yet; `renamed` is to be called then. `called(entry)`: by whom. */
  constructor(dialog, { api, nickOf, called, onClose }) {
    Object.assign(this, { api, nickOf, called });
    this.panel = new Panel(dialog, { onClose });
    const { root } = this.panel;
    this.list = root.find('ol');
    this.more = root.find('.acts-more').on('click', () => this.#load());
    this.none = root.find('.acts-none');
    this.problem = root.find('.problem');
  }

  async open() {
    this.#first = null;
    this.list.empty();
    this.none.add(this.more).prop('hidden', true);
    this.panel.open();
    await this.#load();
  }

  /** What was done just now comes on top. */
  hear(news) {
    if (!this.panel.isOpen) return;
    const acts = news.filter(({ room }) => room === ACTS);
    for (const entry of acts) this.list.prepend(this.#item(entry));
    if (acts.length) this.none.prop('hidden', true);
  }

  /** Somebody is known by a name now. */
  renamed() {
    if (!this.panel.isOpen) return;
    for (const item of this.list.children()) {
      const shown = $(item).find('.act-words');
      const words = $('<span class="act-words">').append(this.#words($(item).data('entry')));
      if (words.text() !== shown.text()) shown.replaceWith(words); // Else somebody may be copying it.
    }
  }

  #load() {
    const before = this.#first;
    return attempt(async () => {
      const { messages, more } = await this.api.history(ACTS, { before, limit: PAGE });
      if (before !== this.#first) return; // It was asked for twice, and is here.
      this.#first = messages[0]?.id ?? before;
      this.list.append(messages.filter(({ id }) => !this.#shows(id)).reverse().map((entry) => this.#item(entry)));
      this.more.prop('hidden', !more);
      this.none.prop('hidden', this.list.children().length > 0);
    }, (words) => this.problem.text(words));
  }

  /** Also what was heard while it was asked for. */
  #shows(number) {
    return this.list.children().get().some((item) => $(item).data('entry').id === number);
  }

  #item(entry) {
    const time = say('acts.at', dated(entry.time));
    return $('<li class="act">').data('entry', entry).append(
      $('<span class="act-words">').append(this.#words(entry)),
      $('<time>').attr({ datetime: entry.time, title: fullTime(entry.time) }).text(time),
    );
  }

  #words(entry) {
    const { kind, what, mode, name, in: room } = entry;
    const values = { ...decided(entry), nick: isolatedNick(this.called(entry)), who: isolatedNick(this.nickOf(entry.who)), name: isolatedNick(name), room: isolatedNick(room) };
    if (kind === 'room') return ofRoom(entry, values);
    const words = kind === 'door' && what === 'set' ? DOOR[mode] : WORDS[`${kind} ${what}`];
    return nodes(words ?? 'acts.other', values); // A newer server's.
  }
}

/** Of a private room it is not told what stands in it. */
function ofRoom(entry, values) {
  const inPrivate = entry.in === undefined;
  if (entry.what in ROOM) return nodes(ROOM[entry.what][inPrivate ? 1 : 0], values);
  if (!isDecision(entry)) return nodes('acts.other', values);
  if (inPrivate) return nodes('acts.private', values);
  return nodes('acts.room', { ...values, decision: $('<span>').append(nodes(decision(entry), values))[0] });
}
