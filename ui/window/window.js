/**
 * A local page: shows the facts it was handed and answers once. The window reads the answer from
 * the title; see appliance/window/pages.py. What comes from elsewhere goes in as text.
 */
(() => {
  const ANSWER = 'answer'; // As in pages.py.
  const HEARD = 50; // Milliseconds. WebKit tells of the last of several titles only.
  const { key, facts } = JSON.parse(document.getElementById('handed').textContent);

  function answer(choice, fields = {}) {
    for (const button of document.querySelectorAll('button')) button.disabled = true;
    document.title = [ANSWER, key, JSON.stringify({ choice, fields })].join(' ');
  }

  /** Only for a moment: a screen reader calls the page by its title. */
  function sayBegun() {
    const [{ title }, words] = [document, [ANSWER, key, 'begun'].join(' ')];
    document.title = words;
    setTimeout(() => { if (document.title === words) document.title = title; }, HEARD);
  }

  // What is dropped would be opened in place of this.
  for (const type of ['dragover', 'drop']) document.addEventListener(type, (event) => event.preventDefault());

  const find = (selector) => document.querySelector(selector);

  function write(facts) {
    for (const place of document.querySelectorAll('[data-fact]')) {
      const fact = facts[place.dataset.fact];
      if (fact !== undefined && fact !== null && place.textContent !== fact) place.textContent = fact;
    }
  }

  for (const button of document.querySelectorAll('[data-choice]')) {
    button.addEventListener('click', () => answer(button.dataset.choice));
  }

  const list = find('[data-chats]');
  if (list) beAPlace();
  else {
    write(facts);
    find('button.primary')?.focus({ preventScroll: true });
  }

  /** The page that leads to other chats, whose list lives. */
  function beAPlace() {
    const lines = new Map(); // By address: what has the keyboard stays where it is.
    const typed = find('#typed');
    const back = find('[data-back]');
    const goBack = () => (facts.here ? answer('join', { url: facts.here }) : answer('start'));

    const plain = (url) => url.replace(/^http:\/\/|\/$/g, '');

    function line(chat) {
      const item = find('template[data-chat]').content.firstElementChild.cloneNode(true);
      item.querySelector('button').addEventListener('click', () => answer('join', { url: chat.url }));
      return item;
    }

    /** By the other computer's clock, which may be wrong: then nothing is said. */
    function sayHowLong(part, since) {
      const known = since > 0 && since <= Date.now();
      const today = known && new Date(since).toDateString() === new Date().toDateString();
      part.hidden = !known;
      part.querySelector('time').textContent = known ? new Date(since).toLocaleString([], today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' }) : '';
    }

    /** Devices, for who is before each nobody knows; where none is told of, nothing is said. */
    function sayWhoIsThere(item, here) {
      const [one, many] = item.querySelectorAll('[data-here]');
      one.hidden = here !== 1;
      many.hidden = !(here > 1);
      many.querySelector('[data-count]').textContent = here;
    }

    /** Who has a chat with a history finds it first, and is not to join a stranger's by a hasty Return. */
    function putOwn({ own, kept }) {
      const button = find('[data-own]');
      button.hidden = !own;
      if (!own || !kept) return;
      const choices = button.parentElement;
      find('#around').before(button);
      choices.hidden = back.hidden;
      find('[data-kept]').hidden = false;
    }

    function fill(item, chat, here) {
      item.querySelector('strong').textContent = chat.name;
      item.querySelector('bdi').textContent = plain(chat.url);
      sayWhoIsThere(item, chat.here);
      sayHowLong(item.querySelector('[data-since]'), chat.since);
      for (const word of item.querySelectorAll('em')) word.hidden = (chat.url === here) !== (word === item.querySelector('em:last-child'));
    }

    function show({ chats, here, waiting }) {
      const wanted = new Set(chats.map(({ url }) => url));
      for (const [url, item] of lines) {
        if (wanted.has(url)) continue;
        const next = item.contains(document.activeElement) && (item.nextElementSibling ?? item.previousElementSibling);
        if (next) next.querySelector('button').focus();
        item.remove();
        lines.delete(url);
      }
      chats.forEach((chat, index) => {
        if (!lines.has(chat.url)) lines.set(chat.url, line(chat));
        const item = lines.get(chat.url);
        fill(item, chat, waiting ? '' : here);
        if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
      });
      find('[data-looking]').hidden = chats.length > 0;
    }

    function sayWhenSeen({ seen, at }) {
      find('[data-seen]').hidden = !seen && !at;
      document.querySelectorAll('[data-when]').forEach((part, alone) => { part.hidden = Boolean(seen) === Boolean(alone); });
      find('[data-seen] time').textContent = seen ? new Date(seen).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' }) : '';
      find('[data-seen] bdi').textContent = at ? plain(at) : '';
    }

    write(facts);
    show(facts);
    sayWhenSeen(facts);
    back.hidden = !facts.back;
    back.textContent = facts.back ?? '';
    back.addEventListener('click', goBack);
    putOwn(facts);
    typed.value = facts.typed ?? '';
    find('form').addEventListener('submit', (event) => {
      event.preventDefault();
      if (typed.value.trim()) answer('join', { typed: typed.value.trim() });
    });
    document.addEventListener('keydown', ({ key: pressed }) => pressed === 'Escape' && facts.back && goBack());
    if (facts.problem) typed.focus({ preventScroll: true });
    else if (!facts.waiting) ((facts.own && facts.kept && !facts.back && find('[data-own]')) || list.querySelector('button') || back).focus({ preventScroll: true });
    window.told = show;
    sayBegun();
  }
})();
