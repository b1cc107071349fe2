"""Somebody who sends and fetches files, as cheaply as Python can: what is measured is the server.

``python -m tests.bench.carrier PORT COUNT MEGABYTES`` sends so many at once to ours, again and
again until its standard input ends; each time it prints how many seconds it took until all were
there.
"""

from __future__ import annotations

import http.client
import json
import os
import select
import sys
import threading
import time
from typing import Any, Final

from tests.server.uploader import patching

MIB: Final = 1024 * 1024
DEADLINE_S: Final = 300.0


class Carrier:
    """Of a server on ``port``: nginx with WebDAV."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._cookie: dict[str, str] = {}
        self._piece = bytearray(os.urandom(MIB))
        self._room = memoryview(bytearray(MIB))

    def prepare(self, size: int) -> str:
        """Announce a file; the path to which it is sent."""
        return f"/{time.monotonic_ns()}.bin"

    def send(self, path: str, size: int) -> None:
        """Send a file that nobody sent before."""
        self._send("PUT", path, size, {})

    def share(self, path: str) -> str:
        """The path from which what was sent there is fetched."""
        return path

    def fetch(self, path: str) -> int:
        """How many bytes it has."""
        line = self._line("GET", path, {})
        answer = line.getresponse()
        assert answer.status == 200, answer.status
        came = 0
        while size := answer.readinto(self._room):
            came += size
        line.close()
        return came

    def remove(self, path: str) -> None:
        line = self._line("DELETE", path, {})
        assert line.getresponse().status in {200, 204}
        line.close()

    def _line(self, method: str, path: str, headers: dict[str, str]) -> http.client.HTTPConnection:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE_S)
        line.putrequest(method, path)
        for name, value in (headers).items():
            line.putheader(name, value)
        line.endheaders()
        return line

    def _send(self, method: str, path: str, size: int, headers: dict[str, str]) -> None:
        line = self._line(method, path, {"Content-Length": str(size), **headers})
        self._piece[:16] = os.urandom(16)
        piece = memoryview(self._piece)
        for at in range(0, size, MIB):
            line.sock.sendall(piece[: size - at])
        answer = line.getresponse()
        answer.read()
        assert answer.status in {201, 204}, answer.status
        line.close()


class OurCarrier(Carrier):
    """Of ours: sends by tus, all in one request."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        line = self._line("GET", "/", {})
        given = line.getresponse().headers["Set-Cookie"].partition(";")[0]
        line.close()
        self._cookie = {"Cookie": given}

    def prepare(self, size: int) -> str:
        about = {"Upload-Length": str(size), "Tus-Resumable": "1.0.0", "Content-Length": "0"}
        line = self._line("POST", "/uploads", about)
        location = line.getresponse().headers["Location"]
        line.close()
        return "/" + location.lstrip("/")

    def send(self, path: str, size: int) -> None:
        headers = {name.replace("_", "-"): value for name, value in patching(0).items()}
        self._send("PATCH", path, size, headers)

    def share(self, path: str) -> str:
        id_ = path.rpartition("/")[2]
        self._told("POST", "/pub", message="", files=[id_])
        return f"/files/{id_}"

    def remove(self, path: str) -> None:
        line = self._line("DELETE", path, {"Tus-Resumable": "1.0.0"})
        assert line.getresponse().status == 204
        line.close()

    def _told(self, method: str, path: str, **fields: Any) -> Any:
        body = json.dumps(fields).encode()
        about = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        line = self._line(method, path, about)
        line.sock.sendall(body)
        answer = line.getresponse()
        assert answer.status == 200, answer.status
        told = json.loads(answer.read())
        line.close()
        return told


def at_once(carriers: list[OurCarrier], size: int) -> float:
    """Seconds until all have sent a file of that size."""
    paths = [carrier.prepare(size) for carrier in carriers]
    threads = [
        threading.Thread(target=carrier.send, args=(path, size), daemon=True)
        for carrier, path in zip(carriers, paths, strict=True)
    ]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    for carrier, path in zip(carriers, paths, strict=True):
        carrier.remove(path)
    return took


def main() -> None:
    port, count, megabytes = map(int, sys.argv[1:])
    carriers = [OurCarrier(port) for _ in range(count)]
    while not select.select([sys.stdin], [], [], 0)[0]:
        sys.stdout.write(f"{at_once(carriers, megabytes * MIB):.3f}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
