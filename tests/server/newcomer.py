"""Somebody with a browser's cookies and an address of their own, who comes to the door."""

from __future__ import annotations

import http.client
import json
from typing import Any, NamedTuple

from tests.running import DEADLINE, RunningServer


class Said(NamedTuple):
    """An answer: `body` is JSON, or text."""

    status: int
    body: Any
    headers: http.client.HTTPMessage

    @property
    def code(self) -> str:
        return str(self.body["code"])


class Newcomer:
    """Each request comes on a connection of its own, as most of a page's first ones do."""

    def __init__(self, server: RunningServer, address: str = "127.0.0.1") -> None:
        self.server = server
        self.address = address
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, method: str = "GET", **fields: Any) -> Said:
        port, source = self.server.port, (self.address, 0)
        line = http.client.HTTPConnection("127.0.0.1", port, DEADLINE, source_address=source)
        body = json.dumps(fields).encode() if method in {"POST", "PUT", "PATCH"} else None
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={each}" for name, each in self.cookies.items())
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            return self._heard(answer, answer.read().decode())
        finally:
            line.close()

    def _heard(self, answer: http.client.HTTPResponse, text: str) -> Said:
        for given in answer.headers.get_all("Set-Cookie", ()):
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        kind = answer.headers.get_content_type()
        body = json.loads(text) if text and kind == "application/json" else text
        return Said(answer.status, body, answer.headers)

    def greeted(self) -> Newcomer:
        """The same, who has opened the page."""
        assert self.ask("/").status == 200
        return self

    def hosting(self) -> Newcomer:
        """The same, who has opened the host's link."""
        token = (self.server.data / "admin.token").read_text().strip()
        assert self.ask(f"/admin?token={token}").status == 303
        return self.greeted()

    def set_door(self, mode: str, **fields: Any) -> Any:
        """How the host has it now."""
        said = self.ask("/door", "PUT", mode=mode, **fields)
        assert said.status == 200, said
        return said.body
