"""What the page costs a slow processor: `python -m tests.bench.page`.

A first visit to a chat of many rooms, and the way back to the first of many messages. Each round
has a new server and a new browser profile. `--checkout` measures another copy of the program.

Other work on the machine makes every task longer. So a further first visit, not slowed, tells how
much processor time each task took, and with that how long the page is blocked undisturbed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import CHROMIUM_OPTIONS, chromium
from tests.feed.logs import make_conversation, make_many_rooms
from tests.running import ROOT, RunningServer

PATIENCE_MS: Final = 120_000
WAY_SECONDS: Final = 1_200
"""For the whole way back: a slow processor draws some hundred messages a second."""

HEAP_SECONDS: Final = 5.0
"""Between looks at the memory: each collects all garbage first, and holds up the way meanwhile."""

QUIET_MS: Final = 1_000
"""What is still to be done after the page is connected begins within this time."""

_WATCH: Final = """
    window.longTasks = [];
    new PerformanceObserver((list) => {
      window.longTasks.push(...list.getEntries().map((task) => task.duration));
    }).observe({ type: 'longtask', buffered: true });
"""

_TRACED: Final = ["toplevel", "v8", "devtools.timeline", "__metadata"]
_TASK: Final = "ThreadControllerImpl::RunTask"
LONG_MS: Final = 50
"""What a task takes beyond that somebody waits for who has just pressed a key."""

_UP: Final = "(node) => { node.scrollTop = 0; return node.querySelectorAll('.row').length; }"
_HEAP: Final = "() => { window.gc?.(); return performance.memory.usedJSHeapSize; }"


class Visit:
    """A new browser's first look at the chat, on a processor slowed so many times."""

    def __init__(self, page: Page, url: str, slow: float) -> None:
        self.page = page
        page.add_init_script(_WATCH)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slow})
        began = time.monotonic()
        page.goto(url)
        expect(page.locator("#connection")).to_have_attribute(
            "data-phase", "connected", timeout=PATIENCE_MS
        )
        expect(page.locator(".rows .row").last).to_be_visible(timeout=PATIENCE_MS)
        self.seconds = time.monotonic() - began

    def blocked(self) -> list[float]:
        """Milliseconds of each task that took longer than `LONG_MS`."""
        self.page.wait_for_timeout(QUIET_MS)
        tasks: list[float] = self.page.evaluate("window.longTasks")
        return tasks


def first_visit(browser: Browser, url: str, slow: float) -> dict[str, float]:
    with _new_page(browser) as page:
        visit = Visit(page, f"{url}/#room-0001", slow)
        tasks = visit.blocked()
    with _new_page(browser) as page:
        browser.start_tracing(page=page, categories=_TRACED)
        Visit(page, f"{url}/#room-0001", 1).blocked()
        alone = [slow * task for task in tasks_in(json.loads(browser.stop_tracing()))]
    return {
        "connected, s": visit.seconds,
        "in long tasks, ms": sum(tasks),
        "blocked (each less 50), ms": sum(task - LONG_MS for task in tasks),
        "longest, ms": max(tasks, default=0),
        "blocked, undisturbed, ms": sum(max(0, task - LONG_MS) for task in alone),
        "longest, undisturbed, ms": max(alone, default=0),
        "processor time, ms": sum(alone) / slow,
    }


def tasks_in(trace: dict[str, Any]) -> list[float]:
    """Milliseconds of the processor's time for each task of the page, from when its first bytes are
    read; but for those in which Playwright asks how far it is, whose scripts have no address. The
    browser has pages of its own.
    """
    whole = [event for event in trace["traceEvents"] if event["ph"] == "X"]
    modules = [event for event in whole if event["name"] == "v8.compileModule"]
    thread = next(_thread(event) for event in modules if "/static/" in _url(event))
    ours = [event for event in whole if _thread(event) == thread]
    begun = min(event["ts"] for event in ours if event["name"] == "ParseHTML")
    asking = [
        event["ts"] for event in ours if event["name"] == "EvaluateScript" and not _url(event)
    ]
    return [
        event.get("tdur", 0) / 1000
        for event in ours
        if event["name"] == _TASK and (end := event["ts"] + event["dur"]) > begun
        if not any(event["ts"] <= asked < end for asked in asking)
    ]


def _thread(event: dict[str, Any]) -> tuple[int, int]:
    return event["pid"], event["tid"]


def _url(event: dict[str, Any]) -> str:
    data = event["args"].get("data")
    return str(data.get("url", "")) if isinstance(data, dict) else ""


def way_back(browser: Browser, url: str, slow: float) -> dict[str, float]:
    with _new_page(browser) as page:
        visit = Visit(page, url, slow)
        log = page.locator("#conversation")
        before, most, heap, began = page.evaluate(_HEAP), 0, 0.0, time.monotonic()
        looked = began
        first = page.locator(".beginning.start, .beginning.limit")
        while not first.count() and time.monotonic() < began + WAY_SECONDS:
            most = max(most, log.evaluate(_UP))
            if time.monotonic() > looked + HEAP_SECONDS:
                heap = max(heap, page.evaluate(_HEAP))
                looked = time.monotonic()
            page.wait_for_timeout(10)
        seconds = time.monotonic() - began
        heap = max(heap, page.evaluate(_HEAP))
        top = page.locator(".rows .row .bubble").first.text_content() or ""
        return {
            "reached number": float(top.removeprefix("number ")),
            "seconds": seconds,
            "most rows": most,
            "heap grew, MB": (heap - before) / 2**20,
            "longest task, ms": max(visit.blocked(), default=0),
        }


@contextmanager
def _new_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def measure(
    what: Callable[[Browser, str, float], dict[str, float]],
    fill: Callable[[Path], object],
    options: argparse.Namespace,
) -> None:
    """Prints the median of the rounds, and the lowest and the highest."""
    rounds = []
    with sync_playwright() as playwright:
        for _ in range(options.rounds):
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=[*CHROMIUM_OPTIONS, "--js-flags=--expose-gc"]
            )
            with tempfile.TemporaryDirectory() as folder:
                data = Path(folder) / "data"
                data.mkdir()
                fill(data / "chat.db")
                with RunningServer(data, cwd=options.checkout) as server:
                    rounds.append(what(browser, server.url, options.slow))
            browser.close()
    for name in rounds[0]:
        values = [found[name] for found in rounds]
        middle = statistics.median(values)
        print(f"  {name:<28} {middle:10,.1f}  ({min(values):,.1f} to {max(values):,.1f})")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.page", description=__doc__)
    add = parser.add_argument
    add("--rounds", type=int, default=3)
    add("--slow", type=float, default=4, help="how many times slower the processor is made (4)")
    add("--rooms", type=int, default=1_000, help="0: leave the first visit out")
    add("--messages", type=int, default=50_000, help="0: leave the way back out")
    add("--checkout", type=Path, default=ROOT, help="of the program that is measured")
    options = parser.parse_args()
    print(f"{options.rounds} rounds, median (lowest to highest), slowed {options.slow:g} times")
    if options.rooms:
        print(f"First visit to {options.rooms:,} rooms")
        measure(first_visit, lambda path: make_many_rooms(path, options.rooms), options)
    if options.messages:
        print(f"Back to the first of {options.messages:,} messages")
        measure(way_back, lambda path: make_conversation(path, options.messages), options)


if __name__ == "__main__":
    main()
