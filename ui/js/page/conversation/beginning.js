/** What stands above the oldest message: more to load, the beginning of the room, or a welcome. */
import { isPrivate } from '../../chat/room-name.js';
import { homeAddress } from '../../home.js';
import { onlyHere } from '../invite/join.js';
import { picture } from '../invite/picture.js';
import { isolated, nodes, say } from '../../words/words.js';

const $ = window.jQuery;

export class Beginning {
  constructor(root, { titleOf, onOlder, onInvite }) {
    this.root = $(root);
    Object.assign(this, { titleOf, onOlder, onInvite });
    this.address = homeAddress;
  }

  /** `first` says that the first message of the log is the one below. */
  show(log, { first, nothingBelow }) {
    const kind = this.#kind(log, first, nothingBelow);
    const name = `${kind} ${log.name} ${this.titleOf(log.name)} ${log.older.problem} ${this.address}`;
    if (name === this.name) return; // Left alone, a focused button keeps the focus.
    this.name = name;
    this.root.attr('class', `beginning ${kind}`).empty().append(this[kind](log));
  }

  #kind(log, first, nothingBelow) {
    if (log.older.problem) return 'problem';
    if (!log.loaded) return log.newer.problem ? 'nothing' : 'loading';
    if (log.older.more || !first) return 'more';
    return nothingBelow && !log.length ? 'welcome' : 'start';
  }

  problem(log) {
    const retry = $('<button type="button" class="button small">').text(say('beginning.retry')).on('click', this.onOlder);
    return [$('<p>').text(say('beginning.problem', { reason: log.older.problem })), retry];
  }

  loading() {
    return $('<p>').text(say('beginning.loading'));
  }

  more() {
    return $('<button type="button" class="button small">').text(say('beginning.older')).on('click', this.onOlder);
  }

  /** The other end says what is wrong. */
  nothing() {
    return [];
  }

  start(log) {
    return $('<p>').append(nodes('beginning.start', { room: isolated(this.titleOf(log.name)) }));
  }

  welcome(log) {
    return [
      $('<img width="56" height="56" alt="">').attr('src', picture('icon.svg')),
      $('<p class="welcome-title">').append(nodes('beginning.welcome', { room: isolated(this.titleOf(log.name)) })),
      ...(isPrivate(log.name) ? [$('<p>').text(say('beginning.private'))] : this.#invitation()),
    ];
  }

  #invitation() {
    return [
      $('<p>').text(joinWords(this.address)),
      $('<p class="welcome-address" dir="ltr">').text(this.address),
      $('<button type="button" class="button">').text(say('beginning.invite')).on('click', this.onInvite),
    ];
  }
}

function joinWords(address) {
  return say(onlyHere(address) ? 'beginning.here' : 'beginning.everybody');
}

