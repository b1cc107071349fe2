/**
 * The browser's turn: resolves when it has drawn and heard what it had to. A message and no timer: those
 * of a hidden tab run once a second.
 */
export function turn() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); resolve(); };
    port2.postMessage(null);
  });
}
