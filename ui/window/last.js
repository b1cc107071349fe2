/**
 * On the page that waits for a chat: what was read there last. This page has the chat's address as
 * its own, though nobody answers there, and so may read what the chat's page kept (ui/js/page/conversation/last-read.js).
 * A stranger's page may have kept it: it goes in as text, and no more of it than is expected.
 */
(() => {
  const MOST = 30;
  const LONGEST = 500;
  const { facts } = JSON.parse(document.getElementById('handed').textContent);

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(`chat@${facts.log}.last`));
    } catch {
      return null; // Nothing may be kept here, or something else wrote it.
    }
  }

  const cut = (words) => String(words ?? '').slice(0, LONGEST);

  function when(time) {
    const at = new Date(time);
    if (Number.isNaN(at.getTime())) return '';
    const today = at.toDateString() === new Date().toDateString();
    return at.toLocaleString([], today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
  }

  function line(template, { nick, time, text }) {
    const item = template.content.firstElementChild.cloneNode(true);
    item.querySelector('bdi').textContent = cut(nick);
    item.querySelector('time').textContent = when(time);
    item.querySelector('p').textContent = cut(text);
    return item;
  }

  const last = facts.log ? kept() : null;
  if (!Array.isArray(last?.lines) || !last.lines.length) return;
  const part = document.querySelector('[data-last]');
  const list = part.querySelector('ol');
  part.querySelector('bdi').textContent = cut(last.room);
  list.append(...last.lines.slice(-MOST).map((each) => line(part.querySelector('template'), each ?? {})));
  part.hidden = false;
  list.scrollTop = list.scrollHeight;
})();
