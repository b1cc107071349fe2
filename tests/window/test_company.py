"""How many are in the chats of others, as a window on another machine finds out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from appliance.window.choice import Neighbour
from appliance.window.company import counted
from tests.browser.neighbours import HOME, Neighbours
from tests.running import RunningServer, eventually

ASK = (
    "import sys; from appliance.window.choice import Neighbour;"
    "from appliance.window.company import counted;"
    "print([chat.here for chat in counted([Neighbour('', url, '') for url in sys.argv[1:]])])"
)


def test_devices_are_counted_without_the_one_that_asks(tmp_path: Path) -> None:
    with Neighbours() as neighbours:
        serve = (*neighbours.home(sys.executable, "-m", "appliance"), "serve")
        with RunningServer(tmp_path / "data", "--host", "", command=serve) as chat:
            url, poll = f"http://{HOME}:{chat.port}/", "sub?room=lobby&since=0&wait=60"
            guest = subprocess.Popen(neighbours.guest("curl", "-s", url + poll))
            try:
                # The guest is one for the chat's own machine, and none for themselves.
                eventually(lambda: asked(neighbours.home, url), "[1]".__eq__)
                assert asked(neighbours.guest, url, "http://198.51.100.9:1/") == "[0, 0]"
            finally:
                guest.kill()
                guest.wait()


def test_the_window_of_a_chat_counts_and_who_tells_nothing_has_none(server: RunningServer) -> None:
    attended = Neighbour("Kitchen", f"{server.url}/", "1f", attended=True)
    silent = attended._replace(url="http://127.0.0.1:9/")
    with ThreadPoolExecutor(1) as apart:  # a browser's driver has a loop in this thread

        def found() -> list[int]:
            told = apart.submit(counted, [attended, silent]).result()
            return [chat.here for chat in told]

        # Who takes longer than a second to answer has none.
        eventually(found, [1, 0].__eq__)
    assert counted([]) == []


def asked(machine: Callable[..., tuple[str, ...]], *urls: str) -> str:
    """How many there are, for one who asks from this machine."""
    words = machine(sys.executable, "-c", ASK, *urls)
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
