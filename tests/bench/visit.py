"""``python -m tests.bench.visit``: what the first and the second visit of the page cost.

A Chromium with its processor slowed down fourfold, on a network of 5 Mbit/s where each answer takes
30 ms longer, visits a chat with an empty cache and then once more. Counted is what goes over the
network from the address until the page says that it is connected.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from playwright.sync_api import Browser, BrowserContext, CDPSession, sync_playwright

from tests.conftest import CHROMIUM_OPTIONS, chromium
from tests.running import ROOT, RunningServer

SLOWER: Final = 4
"""Times that everything takes longer on the emulated processor: a middling phone."""

NETWORK: Final[Mapping[str, Any]] = {
    "offline": False,
    "latency": 30,
    "downloadThroughput": 5_000_000 / 8,
    "uploadThroughput": 5_000_000 / 8,
}
SECONDS: Final = 120

LOOK: Final = 50
"""Milliseconds between two looks; the page has noted the time itself."""

WATCH: Final = """
  addEventListener('DOMContentLoaded', () => {
    const look = () => {
      if (document.getElementById('connection').dataset.phase !== 'connected') return;
      window.connectedAt ??= performance.now();
    };
    new MutationObserver(look).observe(document, { attributes: true, subtree: true });
    look();
  });
"""
"""Notes in the page when it is connected, in milliseconds since its address was asked for."""


class Visit(NamedTuple):
    """What went over the network, heads of answers included, and the milliseconds it took."""

    requests: int
    bytes: int
    connected: float


class Traffic:
    """What Chromium says of the network; what comes from its cache is none."""

    def __init__(self, session: CDPSession) -> None:
        self._asked: dict[str, float] = {}
        self._urls: dict[str, str] = {}
        session.on("Network.requestWillBeSent", self._begin)
        session.on("Network.requestServedFromCache", self._spare)
        session.on("Network.responseReceived", self._answered)
        session.on("Network.dataReceived", self._add)
        session.on("Network.loadingFinished", self._finish)

    def _begin(self, event: Mapping[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self._asked.setdefault(event["requestId"], 0)
            self._urls[event["requestId"]] = event["request"]["url"]

    def _spare(self, event: Mapping[str, Any]) -> None:
        self._asked.pop(event["requestId"], None)

    def _answered(self, event: Mapping[str, Any]) -> None:
        response = event["response"]
        if response.get("fromDiskCache") or response.get("fromPrefetchCache"):
            self._spare(event)
        elif event["requestId"] in self._asked:
            self._asked[event["requestId"]] = response["encodedDataLength"]

    def _add(self, event: Mapping[str, Any]) -> None:
        if event["requestId"] in self._asked:
            self._asked[event["requestId"]] += event["encodedDataLength"]

    def _finish(self, event: Mapping[str, Any]) -> None:
        if event["requestId"] in self._asked:
            self._asked[event["requestId"]] = event["encodedDataLength"]

    @property
    def urls(self) -> list[str]:
        return [self._urls[number] for number in self._asked]

    @property
    def bytes(self) -> int:
        return int(sum(self._asked.values()))


def visit(context: BrowserContext, url: str) -> Visit:
    """One, in a tab of its own."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    traffic = Traffic(session)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", dict(NETWORK))
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCH)
    page.goto(url, wait_until="commit", timeout=SECONDS * 1000)
    page.wait_for_function("() => window.connectedAt", polling=LOOK, timeout=SECONDS * 1000)
    seen = Visit(len(traffic.urls), traffic.bytes, page.evaluate("window.connectedAt"))
    page.close()
    return seen


def both(browser: Browser, url: str) -> tuple[Visit, Visit]:
    """The first and the second visit of somebody new."""
    context = browser.new_context()
    try:
        return visit(context, url), visit(context, url)
    finally:
        context.close()


def measure(trees: Mapping[str, Path], rounds: int) -> dict[tuple[str, str], list[Visit]]:
    """Visits of the chats in these checkouts, in alternating rounds, each with a new chat."""
    seen: dict[tuple[str, str], list[Visit]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_OPTIONS)
        for _ in range(rounds):
            for name, tree in trees.items():
                with tempfile.TemporaryDirectory() as folder:
                    data = Path(folder, "data")
                    with RunningServer(data, command=COMMAND, cwd=tree) as server:
                        first, second = both(browser, f"{server.url}/")
                seen.setdefault((name, "first"), []).append(first)
                seen.setdefault((name, "second"), []).append(second)
        browser.close()
    return seen


COMMAND: Final = (sys.executable, "-m", "appliance", "serve")


def row(name: str, which: str, visits: list[Visit]) -> str:
    times = [one.connected for one in visits]
    requests, size = (statistics.median(column) for column in list(zip(*visits, strict=True))[:2])
    return (
        f"| {name}, {which} visit | {requests:.0f} | {size / 1000:,.1f} KB "
        f"| {statistics.median(times):,.0f} ms ({min(times):,.0f} to {max(times):,.0f}) |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.visit", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("checkouts", type=Path, nargs="*", default=[ROOT], help="(this one)")
    options = parser.parse_args()
    trees = {tree.resolve().name: tree for tree in options.checkouts}
    seen = measure(trees, options.rounds)
    print("| | requests | bytes | connected after |\n| --- | --- | --- | --- |")
    for (name, which), visits in sorted(seen.items()):
        print(row(name, which, visits))


if __name__ == "__main__":
    main()
