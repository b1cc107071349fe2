"""One row of the corpus: the bytes that are sent, and what RFC 9112 and RFC 9110 say to them.

Requests ask for rooms, whose names come back in the answers: so each answer shows to which request
it belongs. Those that are requests by the RFC, be it only to a lenient reader, ask for `first`,
`second` and so on; what no reader may take for a request asks for `hidden`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HOST: Final = "chat.example.org"
CHUNKED: Final = "Transfer-Encoding: chunked"
ROOMS: Final = ("first", "second", "third", "fourth", "probe")


@dataclass(frozen=True)
class Case:
    """`answers`: the rooms or statuses that are answered, in order, where this is accepted (`a|b`:
    one of them; `*`: any); None where it must not be. `refused`: the statuses with which it may be
    refused, after `before` answers. `last`: nothing behind it is answered. `bare`: the first answer
    has no body.
    """

    wire: bytes
    answers: tuple[str, ...] | None
    refused: tuple[int, ...] = ()
    before: tuple[str, ...] = ()
    last: bool = False
    bare: bool = False


def accepted(wire: bytes, *answers: str, last: bool = False, bare: bool = False) -> Case:
    """It must be answered so."""
    return Case(wire, answers or ("first",), last=last, bare=bare)


def refused(wire: bytes, *statuses: int, before: tuple[str, ...] = ()) -> Case:
    """It must be refused, and the connection ends."""
    return Case(wire, None, statuses or (400,), before)


def either(wire: bytes, *answers: str, statuses: tuple[int, ...] = (400,)) -> Case:
    """The RFC leaves it to the server; but there are these two ways, and no third."""
    return Case(wire, answers or ("first",), statuses)


def path(room: str) -> str:
    return f"/rooms/{room}/messages"


def head(line: str, *lines: str) -> bytes:
    """Exactly these lines, and an empty one."""
    return ("\r\n".join((line, *lines)) + "\r\n\r\n").encode("latin-1")


def ask(
    room: str = "first", *headers: str, method: str = "GET", version: str = "HTTP/1.1"
) -> bytes:
    """A request for that room."""
    return head(f"{method} {path(room)} {version}", f"Host: {HOST}", *headers)


def say(room: str, *headers: str, content: bytes | None = None) -> bytes:
    """A message that is posted; `content` stands for its body where that is sent otherwise."""
    form = b"nick=Ada&message=said&room=" + room.encode()
    size = () if content is not None else (f"Content-Length: {len(form)}",)
    kind = "Content-Type: application/x-www-form-urlencoded"
    top = head("POST /pub HTTP/1.1", f"Host: {HOST}", kind, *size, *headers)
    return top + (form if content is None else content)


def chunks(*parts: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    """A body in these chunks."""
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + end


def sized(content: bytes) -> str:
    return f"Content-Length: {len(content)}"


HIDDEN: Final = ask("hidden")
HIDDEN_POST: Final = say("hidden", "X-Forwarded-For: 10.9.8.7")
PROBE: Final = ask("probe", "Connection: close")
"""Sent behind each case: its answer shows that what was before it ended where it should."""
