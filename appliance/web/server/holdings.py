"""What is held in memory for clients: what they sent and is still being dealt with, what they are
told and have not taken yet.

A single device may have hundreds of connections and keep something in memory by each of them, so
the bytes are counted for each client and for all together. What a usual request or answer takes is
left out (FREE): counting it would cost every poll something, and is bounded by the number of
connections anyhow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from appliance.errors import Problem

if TYPE_CHECKING:
    from appliance.web.server.clients import Client

FREE: Final = 4 * 1024
"""Bytes for each connection that are not counted."""

CLIENT_BYTES: Final = 8 * 1024 * 1024
"""For one client; who would go over it is refused (429), or cut off from an answer it does not
take. This machine's own programs and proxies have no such share of their own."""

TOTAL_BYTES: Final = 32 * 1024 * 1024
"""For all of them; over it the same happens to whoever comes next (503)."""


class TooMuch(Problem):
    status = 429
    title = "Too much at once"


class Overfull(Problem):
    status = 503
    title = "The chat is busy"


class Holdings:
    """The bytes of one kind, for all clients together.

    A buffer that many share, as the same answer to thousands, is counted once for all of them,
    and for each client that has not taken it.
    """

    def __init__(self, total: int = TOTAL_BYTES, client: int = CLIENT_BYTES) -> None:
        self.held = 0
        self._total = total
        self._client = client
        self._sharers: dict[int, int] = {}

    def check(self, client: Client, more: int, fresh: int) -> None:
        """Raise TooMuch or Overfull if `client` may not hold `more` bytes, of which so many are
        `fresh`: nobody else holds them.
        """
        if not client.exempt and client.held + more > self._client:
            raise TooMuch("address-too-much")
        if self.held + fresh > self._total:
            raise Overfull("all-too-much")

    def share(self, buffer: bytes) -> int:
        """One more holds `buffer`; the bytes that this adds."""
        others = self._sharers.get(id(buffer), 0)
        self._sharers[id(buffer)] = others + 1
        return 0 if others else len(buffer)

    def return_share(self, buffer: bytes) -> int:
        """One fewer holds it; the bytes that this frees."""
        others = self._sharers.pop(id(buffer)) - 1
        if others:
            self._sharers[id(buffer)] = others
        return 0 if others else len(buffer)

    def is_shared(self, buffer: bytes) -> bool:
        return id(buffer) in self._sharers


class Held:
    """The bytes that one connection holds for `client`; given back by `let_go`."""

    __slots__ = ("_client", "_holdings", "size")

    def __init__(self, holdings: Holdings, client: Client) -> None:
        self._holdings = holdings
        self._client = client
        self.size = 0

    def resize(self, size: int, client: Client) -> None:
        """It is `size` bytes from now on, and `client`'s. Raises TooMuch or Overfull; then it
        holds nothing.
        """
        self.let_go()
        self._holdings.check(client, size, size)
        self._client = client
        self.size = size
        self._holdings.held += size
        client.held += size

    def let_go(self) -> None:
        self._holdings.held -= self.size
        self._client.held -= self.size
        self.size = 0


class HeldBuffer:
    """A buffer that `client` has not taken yet, which others may hold as well."""

    __slots__ = ("_buffer", "_client", "_holdings")

    def __init__(self, holdings: Holdings, client: Client, buffer: bytes) -> None:
        """Raises TooMuch or Overfull; then nothing is held."""
        size = len(buffer)
        holdings.check(client, size, 0 if holdings.is_shared(buffer) else size)
        self._holdings = holdings
        self._client = client
        self._buffer = buffer
        holdings.held += holdings.share(buffer)
        client.held += size

    def let_go(self) -> None:
        self._holdings.held -= self._holdings.return_share(self._buffer)
        self._client.held -= len(self._buffer)
