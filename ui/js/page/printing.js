/** On paper the conversation stands from the first to the last message that is loaded. */
const $ = window.jQuery;

export function printable({ onBegin, onEnd }) {
  $(window).on('beforeprint', onBegin).on('afterprint', onEnd);
}
