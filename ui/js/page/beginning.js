/** What stands above the oldest message: more to load, the beginning of the room, or a welcome. */
import { onlyHere } from './join.js';

const $ = window.jQuery;

export class Beginning {
  constructor(root, { onOlder, onInvite }) {
    this.root = $(root);
    Object.assign(this, { onOlder, onInvite });
    this.address = window.location.origin;
  }

  show(log, nothingBelow) {
    const kind = this.#kind(log, nothingBelow);
    const name = `${kind} ${log.name} ${log.problem} ${this.address}`;
    if (name === this.name) return; // Left alone, a focused button keeps the focus.
    this.name = name;
    this.root.attr('class', `beginning ${kind}`).empty().append(this[kind](log));
  }

  #kind(log, nothingBelow) {
    if (log.problem) return 'problem';
    if (!log.loaded) return 'loading';
    if (log.more) return log.extends ? 'more' : 'limit';
    return nothingBelow && !log.length ? 'welcome' : 'start';
  }

  problem(log) {
    const retry = $('<button type="button" class="button small">').text('Try again').on('click', this.onOlder);
    return [$('<p>').text(`Messages could not be loaded. ${log.problem}`), retry];
  }

  loading() {
    return $('<p>').text('Loading messages…');
  }

  more() {
    return $('<button type="button" class="button small">').text('Older messages').on('click', this.onOlder);
  }

  limit() {
    return $('<p>').text('Older messages are kept by the server, but this page shows no more than this.');
  }

  start(log) {
    return $('<p>').append('This is the beginning of ', $('<bdi>').text(log.name), '.');
  }

  welcome(log) {
    return [
      $('<img src="/static/icon.svg" width="56" height="56" alt="">'),
      $('<p class="welcome-title">').append('Nobody has written in ', $('<bdi>').text(log.name), ' yet'),
      $('<p>').text(`Write the first message below. ${joinWords(this.address)}`),
      $('<p class="welcome-address">').text(this.address),
      $('<button type="button" class="button">').text('Invite others').on('click', this.onInvite),
    ];
  }

  destroy() {
    this.root.empty();
  }
}

function joinWords(address) {
  return onlyHere(address) ? 'Only this computer can open this chat, at' : 'Everybody on this network can join at';
}
