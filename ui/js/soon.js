/** `act` as something that may be asked for often: done once, when what is going on now is over. */
export function soon(act) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    queueMicrotask(() => {
      asked = false;
      act();
    });
  };
}
