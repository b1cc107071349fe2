"""A chat that lies at a path of its host."""

from __future__ import annotations

from pathlib import Path

from tests.cli.command import Running, run
from tests.running import RunningServer


def test_each_command_takes_the_address_that_the_page_has(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data", "--public-url", "http://127.0.0.1/chat/") as chat:
        for url in (f"{chat.url}/chat", f"{chat.url}/chat/"):
            where = {"CHAT_URL": url}
            assert run("health", env=where).out == "ok\n"
            assert run("send", "--nick", "Ada", "hello", env=where).code == 0
            with Running("tail", "-n", "1", env=where) as tail:
                assert "hello" in tail.out()[0]
                chat.post("and hello to you")
                assert "and hello to you" in tail.out()[0]
