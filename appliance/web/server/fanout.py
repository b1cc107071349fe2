"""The same bytes to thousands of connections: the heart of the heart."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from appliance.web.server.parkable import Parked

BROKEN: Final = -1
"""Bytes sent on a connection that is broken."""


def answer_all(connections: Collection[Parked], wire: bytes) -> None:
    """Answer parked polls: first every `send`, then all the bookkeeping, so that the last of
    thousands does not wait for the others'. A loop around `send` in Python costs a tenth more
    than the same loop in C; the system call is the rest.
    """
    sent = []
    for connection in connections:
        try:
            sent.append(connection.socket.send(wire))
        except BlockingIOError:
            sent.append(0)
        except OSError:
            sent.append(BROKEN)
    for connection, size in zip(connections, sent, strict=True):
        try:
            if size == BROKEN:
                connection.close()
            else:
                connection.sent(wire, size)
        except Exception as error:  # the others are answered, and must not wait for ever
            connection.give_up(error)
