/**
 * A local page: shows the facts it was handed and answers once. The window reads the answer from
 * the title; see appliance/window/pages.py. What comes from elsewhere goes in as text.
 */
(() => {
  const ANSWER = 'answer'; // As in pages.py.
  const { key, facts } = JSON.parse(document.getElementById('handed').textContent);

  function answer(choice, fields = {}) {
    for (const button of document.querySelectorAll('button')) button.disabled = true;
    document.title = [ANSWER, key, JSON.stringify({ choice, fields })].join(' ');
  }

  // What is dropped would be opened in place of this.
  for (const type of ['dragover', 'drop']) document.addEventListener(type, (event) => event.preventDefault());

  for (const place of document.querySelectorAll('[data-fact]')) {
    const fact = facts[place.dataset.fact];
    if (fact !== undefined && fact !== null) place.textContent = fact;
  }

  for (const button of document.querySelectorAll('[data-choice]')) {
    button.addEventListener('click', () => answer(button.dataset.choice));
  }

  /** One line for each chat that was found: pressing it joins there. */
  function line(chat) {
    const item = document.querySelector('template').content.firstElementChild.cloneNode(true);
    item.querySelector('strong').textContent = chat.name;
    item.querySelector('small').textContent = chat.where ?? chat.url;
    item.querySelector('button').addEventListener('click', () => answer('join', { url: chat.url }));
    return item;
  }

  document.querySelector('[data-chats]')?.append(...(facts.chats ?? []).map(line));
  document.querySelector('li button, button.primary')?.focus({ preventScroll: true });
})();
