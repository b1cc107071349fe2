/** A name in a message: a way to who that is, as the names over messages are; @here leads nowhere. */
import { marker } from './marker.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;

/** `mine` says that it means who reads it; `nick` and `called` are what its member is called now, if that is known. */
export function mentionNode({ text, mention: { member, mine, nick, called } }) {
  const node = $('<bdi>').addClass('mention').toggleClass('mention-mine', mine).attr('title', mine ? say('mention.you') : null);
  if (member) {
    node.addClass('who').attr({ 'role': 'button', 'tabindex': '-1', 'aria-haspopup': 'dialog', 'data-member': member, 'data-typed': text });
  }
  tellName(node[0], text, { nick, called });
  return node[0];
}

/** Where the name is another now, that is seen; what was `typed` is there still, hidden, and is copied. */
export function tellName(node, typed, { nick, called }) {
  if (node.dataset.member) node.dataset.nick = nick ?? typed.slice(1);
  if (!called || called === typed) {
    delete node.dataset.called;
    node.textContent = typed;
  } else {
    node.dataset.called = called;
    node.replaceChildren(marker(typed));
  }
}
