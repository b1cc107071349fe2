/** What a click or a tap on a message does: on its parts that lead somewhere, and on the rest of it. */
const $ = window.jQuery;

/** In `root`; `entryOf(row)` is the message of a row, `keep(row, change)` changes it without moving it. */
export function heedClicks(root, { entryOf, keep, onVersions, onQuote }) {
  $(root).on('click', '.row', ({ currentTarget, target }) => { if (isForRow(target)) keep(currentTarget, () => tellTime(currentTarget)); })
    .on('click', '.edited', ({ currentTarget }) => onVersions(entryOf(currentTarget.closest('.row')).id))
    .on('click', '.quote', ({ currentTarget: { dataset, parentNode } }) => onQuote(Number(dataset.reply), Number(parentNode.parentNode.dataset.id)));
}

/** Whether it was for nothing in the message, and selects nothing. */
function isForRow(target) {
  return !target.closest('a, button, .spoiler') && window.getSelection().isCollapsed;
}

/** What a mouse does by hovering. */
function tellTime(row) {
  row.classList.toggle('told');
}
