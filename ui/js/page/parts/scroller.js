/** What scrolls a part of the page: which element that is may depend on the window's size. */
export function scrollerOf(node) {
  let around = node.parentElement;
  while (around !== document.body && window.getComputedStyle(around).overflowY === 'visible') around = around.parentElement;
  return around;
}
