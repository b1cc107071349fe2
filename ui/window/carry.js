/**
 * Takes what is kept of a chat from its former address to the one where it is now. This page has the
 * former address as its own, though nobody answers there, and so may read what was kept at it. It
 * goes on to the new one, which takes that from behind the # (ui/js/kept/carried.js); servers never see
 * what stands there.
 *
 * What is taken along is put aside here, not thrown away: should the window end on the way, the next
 * one takes it. The page that gets it asks the log for what it may have already.
 */
(() => {
  const MOST = 256 * 1024; // Characters of the address; what is over stays here, first the drafts.
  const ASIDE = 'carried.';
  const { facts } = JSON.parse(document.getElementById('handed').textContent);
  const own = `chat@${facts.log}.`;
  const ORDER = ['nick', 'asked', 'outbox.', 'read', 'draft.'];

  function keys() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(own)).sort();
    } catch {
      return [];
    }
  }

  const nameOf = (key) => key.slice(own.length).replace(ASIDE, '');
  const rank = (key) => ORDER.findIndex((start) => nameOf(key).startsWith(start));
  const all = keys().filter((key) => rank(key) >= 0).sort((a, b) => rank(a) - rank(b));
  const words = all.filter((key) => /^(outbox|draft)\./.test(nameOf(key)));

  let gone = false; // A second Return meets a page that is on its way, and whose words are put aside.

  function go(taken) {
    if (gone) return;
    gone = true;
    const carried = {};
    let size = 0;
    for (const key of taken) {
      const text = localStorage.getItem(key);
      const more = encodeURIComponent(JSON.stringify([nameOf(key), text])).length;
      if (size + more > MOST) continue;
      size += more;
      carried[nameOf(key)] = text;
      if (words.includes(key)) localStorage.removeItem(key);
      if (words.includes(key) && !key.startsWith(own + ASIDE)) localStorage.setItem(own + ASIDE + nameOf(key), text);
    }
    const said = size ? `#carried=${encodeURIComponent(JSON.stringify({ log: facts.log, kept: carried }))}` : '';
    window.location.replace(facts.to + said);
  }

  function ask() {
    for (const place of document.querySelectorAll('[data-fact]')) place.textContent = facts[place.dataset.fact];
    const count = words.filter((key) => nameOf(key).startsWith('outbox.')).length;
    document.querySelector('[data-count]').textContent = count;
    const which = ['none', 'one'][count] ?? 'many';
    for (const part of document.querySelectorAll('[data-waits]')) part.hidden = part.dataset.waits !== which;
    document.querySelector('[data-take]').addEventListener('click', () => go(all));
    document.querySelector('[data-leave]').addEventListener('click', () => go(all.filter((key) => !words.includes(key))));
    document.querySelector('main').hidden = false; // Nothing has the focus: who was just writing may press Return.
  }

  if (words.length && !facts.near) ask();
  else go(all);
})();
