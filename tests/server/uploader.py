"""Somebody who sends files and reads them, as any client does, with a browser's cookie."""

from __future__ import annotations

import http.client
import json
import secrets
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, NamedTuple, Self

from tests.running import DEADLINE, RunningServer


class Heard(NamedTuple):
    """An answer; header names are in any case."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        return str(self.json["code"])

    @property
    def offset(self) -> int:
        return int(self.headers["Upload-Offset"])


class Uploader:
    """Each request comes on a connection of its own. Without `known` nobody has a cookie."""

    def __init__(self, server: RunningServer, *, known: bool = True) -> None:
        self.server = server
        self.cookies: dict[str, str] = {}
        if known:
            assert self.ask("GET", "/").status == 200

    def hosting(self) -> Self:
        """The same, who has opened the host's link."""
        token = (self.server.data / "admin.token").read_text().strip()
        assert self.ask("GET", f"/admin?token={token}").status == 303
        return self

    @property
    def member(self) -> str:
        return str(self.ask("GET", "/about").json["you"]["member"])

    def begin(
        self, method: str, path: str, headers: Mapping[str, str]
    ) -> http.client.HTTPConnection:
        """A request's head."""
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, DEADLINE)
        line.putrequest(method, path)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        for name, value in {**({"Cookie": cookies} if cookies else {}), **headers}.items():
            line.putheader(name, value)
        line.endheaders()
        return line

    def ask(self, method: str, path: str, body: bytes | None = None, /, **headers: str) -> Heard:
        """The `headers` have underscores for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            named["Content-Length"] = str(len(body))
        line = self.begin(method, path, named)
        if body:
            line.send(body)
        return self.heard(line)

    def heard(self, line: http.client.HTTPConnection) -> Heard:
        answer = line.getresponse()
        heard = Heard(answer.status, answer.headers, answer.read())
        line.close()
        for given in heard.headers.get_all("Set-Cookie", ()):
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        return heard

    def do(self, method: str, path: str, **fields: Any) -> Any:
        """Something of which the answer is JSON, and good."""
        body = json.dumps(fields).encode()
        heard = self.ask(method, path, body, Content_Type="application/json")
        assert heard.status in {200, 201}, heard
        return heard.json

    # tus

    def upload(self, length: int, name: str = "a.bin", **about: str) -> Heard:
        words = {"filename": name, **about}
        told = ",".join(
            f"{key} {b64encode(value.encode()).decode()}" for key, value in words.items()
        )
        headers = {"Upload_Length": str(length), "Upload_Metadata": told}
        return self.ask("POST", "/uploads", b"", Tus_Resumable="1.0.0", **headers)

    def begun(self, length: int, name: str = "a.bin", **about: str) -> str:
        """The id of an upload that was begun."""
        heard = self.upload(length, name, **about)
        assert heard.status == 201, heard
        return heard.headers["Location"].rpartition("/")[2]

    def patch(self, id_: str, offset: int, piece: bytes, **headers: str) -> Heard:
        return self.ask("PATCH", f"/uploads/{id_}", piece, **patching(offset), **headers)

    def head(self, id_: str) -> Heard:
        return self.ask("HEAD", f"/uploads/{id_}", Tus_Resumable="1.0.0")

    def put(self, data: bytes, name: str = "a.bin", **about: str) -> str:
        """The id of a file that came as a whole."""
        id_ = self.begun(len(data), name, **about)
        if data:
            heard = self.patch(id_, 0, data)
            assert (heard.status, heard.offset) == (204, len(data)), heard
        return id_

    def say(self, *files: str, room: str = "lobby", message: str = "see") -> dict[str, Any]:
        """The entry in which these files are sent."""
        said = self.do("POST", "/pub", room=room, message=message, files=list(files))
        entry: dict[str, Any] = self.do_get(f"/messages/{said['id']}")
        return entry

    def do_get(self, path: str) -> Any:
        heard = self.ask("GET", path)
        assert heard.status == 200, heard
        return heard.json

    def read(self, id_: str, **headers: str) -> Heard:
        return self.ask("GET", f"/files/{id_}", **headers)


def patching(offset: int) -> dict[str, str]:
    return {
        "Tus_Resumable": "1.0.0",
        "Content_Type": "application/offset+octet-stream",
        "Upload_Offset": str(offset),
    }


def form(*parts: tuple[str, str | None, bytes]) -> tuple[bytes, str]:
    """A form with files, as browsers send it, and its kind: each part has a name, the name of a
    file if it is one, and what is in it.
    """
    mark = secrets.token_hex(8)
    lines = []
    for name, filename, data in parts:
        named = "" if filename is None else f'; filename="{filename}"'
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
        lines.append(head.encode() + data + b"\r\n")
    return b"".join(lines) + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"
