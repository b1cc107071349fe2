/**
 * A local page: shows the facts it was handed and answers once. The window reads the answer from
 * the title; see appliance/window/pages.py. What comes from elsewhere goes in as text.
 */
(() => {
  const { key, facts } = JSON.parse(document.getElementById('handed').textContent);

  function answer(choice, fields = {}) {
    for (const button of document.querySelectorAll('button')) button.disabled = true;
    document.title = `answer ${key} ${JSON.stringify({ choice, fields })}`;
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
    const button = document.createElement('button');
    const text = document.createElement('span');
    const name = document.createElement('strong');
    const where = document.createElement('small');
    const join = document.createElement('em');
    name.textContent = chat.name;
    where.textContent = chat.where ?? chat.url;
    join.textContent = 'Join';
    text.append(name, where);
    button.append(text, join);
    button.type = 'button';
    button.addEventListener('click', () => answer('join', { url: chat.url }));
    const item = document.createElement('li');
    item.append(button);
    return item;
  }

  document.querySelector('[data-chats]')?.append(...(facts.chats ?? []).map(line));
  document.querySelector('li button, button.primary')?.focus({ preventScroll: true });
})();
