"""Whenever the server is killed: what was acknowledged is whole, and nothing else stays."""

from __future__ import annotations

import hashlib
import http.client
import os
import random
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import run
from tests.running import PATIENCE, RunningServer, eventually
from tests.server.uploader import Uploader

pytestmark = pytest.mark.acceptance

CRASHES = int(os.environ.get("CHAT_TEST_CRASHES", "8"))
SENDERS = 8
PIECE = 40_000
TROUBLE = (OSError, http.client.HTTPException, AssertionError, KeyError, ValueError)
"""What a client meets of a server that was killed in the middle of an answer."""


class Sender(threading.Thread):
    """Uploads files in pieces, goes on where each was, says them, and takes some back."""

    def __init__(self, server: RunningServer, number: int) -> None:
        super().__init__(daemon=True)
        self._server = server
        self._chance = random.Random(number)
        self._ended = threading.Event()
        self._cookies: dict[str, str] = {}
        self.said: dict[str, bytes] = {}
        """The digest of each file of which the message was acknowledged, and not taken back."""
        self.unsure: set[str] = set()
        """Those of which taking back was asked for, and no answer came."""

    def run(self) -> None:
        while not self._ended.is_set():
            try:
                self._one()
            except TROUBLE:
                self._ended.wait(0.02 * PATIENCE)

    def stop(self) -> None:
        self._ended.set()
        self.join()

    def _uploader(self) -> Uploader:
        uploader = Uploader(self._server, known=not self._cookies)
        uploader.cookies = self._cookies = uploader.cookies or self._cookies
        return uploader

    def _one(self) -> None:
        data = self._chance.randbytes(self._chance.randint(1, 4 * PIECE))
        id_ = self._uploader().begun(len(data))
        while not self._ended.is_set():
            with suppress(*TROUBLE):
                if self._send(id_, data):
                    break
            self._ended.wait(0.01)
        key, said = self._chance.randbytes(8).hex(), None
        while said is None and not self._ended.is_set():
            with suppress(*TROUBLE):
                said = self._uploader().do("POST", "/pub", message="", files=[id_], key=key)
        if said is not None:
            self.said[id_] = hashlib.sha256(data).digest()
            if self._chance.random() < 0.2:
                self._take_back(id_, said)

    def _send(self, id_: str, data: bytes) -> bool:
        """Whether all of it is there."""
        at = self._uploader().head(id_).offset
        while at < len(data):
            at = self._uploader().patch(id_, at, data[at : at + PIECE]).offset
        return True

    def _take_back(self, id_: str, said: Any) -> None:
        self.unsure.add(id_)
        self._uploader().do("DELETE", f"/messages/{said['id']}", key=f"gone {id_}")
        self.unsure.discard(id_)
        del self.said[id_]


def test_crashes_lose_no_file_and_leave_none(server: RunningServer, tmp_path: Path) -> None:
    moments = random.Random(15)
    with ExitStack() as stack:
        senders = [Sender(server, number) for number in range(SENDERS)]
        for sender in senders:
            sender.start()
            stack.callback(sender.stop)
        for _ in range(CRASHES):
            # The moment itself is what is tested: nobody is to be waited for.
            threading.Event().wait(moments.uniform(0.05, 0.6) * PATIENCE)
            server.kill()
            server.start()
        before = sum(len(sender.said) for sender in senders)
        eventually(lambda: sum(len(one.said) for one in senders), lambda now: now > before + 8)
    unsure = set().union(*(sender.unsure for sender in senders))
    said = {id_: digest for one in senders for id_, digest in one.said.items() if id_ not in unsure}
    reader = Uploader(server)
    for id_, digest in said.items():
        heard = reader.read(id_)
        assert (heard.status, hashlib.sha256(heard.body).digest()) == (200, digest)
    entries = [entry for entry in server.log() if entry["kind"] == "message"]
    had = {file["id"] for entry in entries for file in entry.get("files", ())}
    assert had >= said.keys()
    assert server.stop() == 0
    ended = run("files", "check", "--data", str(server.data))
    assert ended.code == 0, ended
    whole = list((server.data / "files" / "whole").iterdir())
    half = {path.name for path in (server.data / "files" / "half").iterdir()}
    # Who was in the middle of something may have one that is coming, and one that was not said.
    assert len(half) <= SENDERS * (CRASHES + 1)
    assert not half & had
    assert len(had) <= len(whole) <= len(had) + SENDERS * (CRASHES + 1)
