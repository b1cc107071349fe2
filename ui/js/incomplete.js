/**
 * A page of which a script or a style did not come (Wi-Fi that changed just then, a server that was
 * stopped) would never start, and would not say why. This says so, and loads it again as soon as
 * the server answers.
 *
 * No module, and loaded before everything else: it must not wait for what may not come.
 */
(() => {
  const FIRST = 1000; // Milliseconds until the first attempt; each page that fails doubles it.
  const LONGEST = 30 * 1000;
  const failures = (window.history.state?.failures ?? 0) + 1;
  let noticed = false;

  function say() {
    const box = document.getElementById('connection');
    if (!box) return;
    box.dataset.phase = 'waiting';
    box.querySelector('.connection-text').textContent = box.dataset.incomplete;
  }

  function remember(number) {
    window.history.replaceState({ ...window.history.state, failures: number }, '');
  }

  async function again() {
    try {
      const answer = await fetch(window.location.pathname, { method: 'HEAD', cache: 'no-store' });
      if (!answer.ok) throw new Error(answer.statusText);
    } catch {
      setTimeout(again, FIRST);
      return;
    }
    remember(failures);
    window.location.reload();
  }

  window.addEventListener('error', ({ target }) => {
    const needed = target instanceof HTMLScriptElement || target.rel === 'stylesheet';
    if (noticed || !needed) return;
    noticed = true;
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', say);
    else say();
    setTimeout(again, Math.min(LONGEST, FIRST * 2 ** (failures - 1)));
  }, true);
  window.addEventListener('load', () => !noticed && failures > 1 && remember(0));
})();
