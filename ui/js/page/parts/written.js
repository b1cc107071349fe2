/** Writes only what is not there yet: somebody may have selected it, and it would be read out again. */
export function write(node, text) {
  if (node.text() !== text) node.text(text);
}
