/** What was typed and is not seen: it is in the page nevertheless, for whoever copies it. */
export function marker(text) {
  const node = document.createElement('span');
  Object.assign(node, { className: 'marker', textContent: text, hidden: true });
  return node;
}
