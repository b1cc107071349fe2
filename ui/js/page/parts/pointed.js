/** The message to which somebody was led: it has the focus, and stands out for a moment. */
export function point(row) {
  const message = row.querySelector('.message');
  message.tabIndex = -1;
  message.focus({ preventScroll: true });
  row.classList.remove('pointed');
  void row.offsetWidth; // Begins anew where it stands out already.
  row.classList.add('pointed');
}
