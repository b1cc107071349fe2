"""The bytes that the generator sends: what a browser's page would send, the same to everyone.

``%MEMBER%``, ``%CURSOR%`` and ``%TAG%`` are filled in by the generator, for each client and for
each message. A tag has always ``len(TAG)`` characters, so that a body's length is known here.
"""

from __future__ import annotations

import json

TAG = "m0000000"
HEAD = """\
Host: 127.0.0.1:{port}\r
Connection: keep-alive\r
User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r
Accept: application/json, text/javascript, */*; q=0.01\r
Accept-Language: en-GB,en;q=0.7,de;q=0.3\r
Accept-Encoding: gzip, deflate\r
X-Requested-With: XMLHttpRequest\r
Referer: http://127.0.0.1:{port}/\r
Cookie: member=%MEMBER%\r
Sec-Fetch-Dest: empty\r
Sec-Fetch-Mode: cors\r
Sec-Fetch-Site: same-origin\r
"""
TEXT = "%TAG% the quick brown fox jumps over the lazy dog at noon 12:30"


def poll(port: int, path: str, *, cursor_in_head: bool) -> str:
    """A poll; ``path`` may carry ``%CURSOR%``, or the head does (nchan)."""
    cursor = "%CURSOR%" if cursor_in_head else ""
    return f"GET {path} HTTP/1.1\r\n{HEAD.format(port=port)}{cursor}\r\n"


def publish_form(port: int) -> str:
    """One message as the page's form sends it, about 60 bytes of text."""
    body = f"nick=bench&message={TEXT.replace(' ', '+').replace(':', '%3A')}"
    return _post(port, "application/x-www-form-urlencoded; charset=UTF-8", body)


def publish_entry(port: int) -> str:
    """One message as it goes to the readers: for a server that hands on the body as it is."""
    entry = {
        "id": 1234,
        "room": "lobby",
        "kind": "message",
        "nick": "bench",
        "member": "0123456789abcdef",
        "time": "2025-01-01T12:00:00.000Z",
        "message": TEXT,
    }
    body = json.dumps({"cursor": "1234", "messages": [entry]})
    return _post(port, "application/json", body)


def _post(port: int, kind: str, body: str) -> str:
    length = len(body.replace("%TAG%", TAG))
    head = (
        f"Content-Type: {kind}\r\nContent-Length: {length}\r\nOrigin: http://127.0.0.1:{port}\r\n"
    )
    return f"POST /pub HTTP/1.1\r\n{HEAD.format(port=port)}{head}\r\n{body}"
