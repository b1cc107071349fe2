"""A window that is closed for everyone: the others are told an end, and go on reading."""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from pathlib import Path

from playwright.sync_api import Browser, expect

from appliance.window.server.keeper import Keeper
from tests.running import DEADLINE, eventually, metric


def test_a_closed_chat_is_told_from_one_that_is_away(browser: Browser, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "appliance", "serve", "--attended", "--announce", "off"]
    command += ["--host", "127.0.0.1", "--port", "0", "--data", str(tmp_path / "chat")]
    command += ["--name", "Kitchen"]
    urls: queue.Queue[str] = queue.Queue()
    begin = threading.Event()

    def start() -> list[str]:
        begin.wait(DEADLINE)
        return command

    begin.set()
    keeper = Keeper(start, hopeless=[78], ready=urls.put, given_up=lambda why, _: urls.put(why))
    keeper.start()
    try:
        page = browser.new_page()
        page.goto(urls.get(timeout=DEADLINE))
        page.get_by_label("Your name").fill("Ada")
        page.locator("#message").fill("Good night")
        page.locator("#message").press("Enter")
        connection = page.locator("#connection")
        expect(connection).to_contain_text("Connected")
        assert keeper.pid is not None
        begin.clear()
        os.kill(keeper.pid, signal.SIGTERM)  # its window starts it again
        expect(connection).to_have_attribute("data-phase", "waiting")
        expect(connection).to_contain_text("Reconnecting")
        begin.set()
        url = urls.get(timeout=DEADLINE)
        expect(connection).to_contain_text("Connected")
        eventually(lambda: metric(url, "chat_polls_parked"))  # who does not wait is not told
        keeper.stop()
        expect(connection).to_contain_text("“Kitchen” was closed by its host")
        expect(connection).not_to_contain_text("Reconnecting")
        expect(page.get_by_text("Good night")).to_be_visible()
        keeper.start()
        expect(connection).to_contain_text("Connected", timeout=DEADLINE * 1000)
        page.close()
    finally:
        keeper.stop()
