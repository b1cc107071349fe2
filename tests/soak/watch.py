"""What the soak sees of the server from outside: its health, and what it uses."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from tests.attacks.attack import get, post
from tests.server.raw import Answer, RawClient
from tests.soak.world import World

OK: Final = 200
SICK: Final = frozenset({503, 507})
PAUSE_SECONDS: Final = 0.3

LATE_SECONDS: Final = 2.0
"""For so long health may say what was true a moment ago."""


class Use(NamedTuple):
    """What the server has. Memory and WAL in bytes; the memory is its own, not files'."""

    memory: int
    files: int
    threads: int
    wal: int


@dataclass
class Watch:
    """One device that asks for the health, and tells it from what a post says."""

    world: World
    number: int = 0
    receipts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    asked: int = 0
    silent: int = 0
    _client: RawClient | None = None

    def check(self, fault: str) -> bool:
        """Whether all is well: healthy, and a post is stored.

        Health that says something else than a post finds is wrong, unless they agree soon.
        """
        deadline = time.monotonic() + LATE_SECONDS
        while True:
            self.asked += 1
            time.sleep(PAUSE_SECONDS)
            begun = time.monotonic()
            health, said = self._ask(get("/healthz")), self._post()
            if health is None or said is None:
                self.silent += 1
                return False
            statuses = {health.status, said.status}
            if statuses == {OK} or statuses <= SICK:
                return said.status == OK
            if not statuses <= {OK, *SICK} or begun > deadline:
                self.wrong.append(f"{fault}: health {_words(health)}, post {_words(said)}")
                return False

    def _post(self) -> Answer | None:
        self.number += 1
        text = f"watch {self.number}"
        said = self._ask(post(f"message={text}&nick=watch&key=w{self.number}".encode()))
        if said is not None and said.status == OK:
            self.receipts[text] = int(said.json["id"])
        return said

    def metric(self, name: str) -> float:
        """One of the server's own figures; 0 if it does not answer."""
        answer = self._ask(get("/metrics"))
        found = re.search(rf"^{name} (\S+)$", answer.body.decode() if answer else "", re.MULTILINE)
        return float(found[1]) if found else 0.0

    def last(self) -> int:
        """The number of the newest of its own posts."""
        return max(self.receipts.values(), default=0)

    def use(self) -> Use:
        """What the server uses now."""
        process = Path(f"/proc/{self.world.server.pid}")
        status = (process / "status").read_text()
        memory, threads = (
            int(re.findall(rf"^{name}:\s+(\d+)", status, re.MULTILINE)[0])
            for name in ("RssAnon", "Threads")
        )
        wal = self.world.data / "chat.db-wal"
        size = wal.stat().st_size if wal.exists() else 0
        return Use(memory * 1024, len(list((process / "fd").iterdir())), threads, size)

    def _ask(self, request: bytes) -> Answer | None:
        try:
            if self._client is None:
                host, port = self.world.place
                self._client = RawClient(port, host=host, made=self.world.client_socket)
                self._client.socket.settimeout(6)
            return self._client.ask(request)
        except (OSError, AssertionError):
            self.close()
            return None

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def _words(answer: Answer) -> str:
    return f"{answer.status} {answer.body.decode()[:200]}"
