"""What a page throws away does not pile up in the window: rows come and go for weeks."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from typing import Any, Final

from tests.bench import proc
from tests.forms.builds import Builds
from tests.running import eventually
from tests.serving import serving
from tests.window.screen import Screen
from tests.window.window import Window

MOST: Final = 220_000_000
"""Bytes, private to all processes of the window, in addition to those before: 143 MB were seen, and
303 MB where Chromium collects as it likes."""

CARD: Final = ("swrast", "libgallium")
"""In the names of Mesa's drivers, before and since its version 24.3."""

PAGE: Final = b"""<!doctype html><title>lobby</title><main></main><script>
const list = document.querySelector('main');
let left = 3000;
function come() {
  for (let row = 0; row < 10; row += 1) add();
  if (left > 0) setTimeout(come);
  else document.title = 'lobby, gone by';
}
function add() {
  const row = document.createElement('article');
  for (let part = 0; part < 40; part += 1) {
    const word = document.createElement('span');
    word.textContent = `word ${part} of ${left} `;
    word.addEventListener('click', () => row.remove());
    row.append(word);
  }
  list.append(row);
  if (list.children.length > 100) list.firstChild.remove();
  list.getBoundingClientRect();
  left -= 1;
}
addEventListener('keydown', come, { once: true });
</script>"""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


def used(window: Window) -> int:
    return proc.memory(proc.tree(window.process.pid)).uss


def test_rows_that_came_and_went_are_collected_in_qt(screen: Screen, builds: Builds) -> None:
    python = str(builds.python("qt"))
    with serving(Handler) as url, Window(screen, python, "qt", screen.folder("view")) as window:
        window.do("open", url)
        eventually(lambda: screen.windows("lobby"))
        imitates = proc.mapped(proc.tree(window.process.pid), *CARD)
        assert not imitates, "loads what imitates a graphics card"
        before = used(window)
        screen.press("a", lambda: screen.windows("gone by"), seconds=120)
        grown = used(window) - before
        assert grown < MOST, grown
        assert window.end() == 0


def test_the_systems_window_loads_no_driver_of_a_card(screen: Screen, builds: Builds) -> None:
    """Only the page's process does, which WebKitGTK ends without one."""
    python = str(builds.python("system"))
    with serving(Handler) as url, Window(screen, python, "gtk", screen.folder("view")) as window:
        window.do("open", url)
        eventually(lambda: screen.windows("lobby"))
        assert not proc.mapped([window.process.pid], *CARD)
        assert window.end() == 0
