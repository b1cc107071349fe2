/** Where one writes: what is typed, pasted, dropped or copied there is the browser's to do. */
const FIELD = 'textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button])';

/** Whether `node` is in such a place; a text in it counts as the place. */
export function isField(node) {
  const element = node instanceof Element ? node : node?.parentElement;
  return Boolean(element?.closest(FIELD));
}
