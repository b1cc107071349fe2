"""HTTP to a chat, on the standard library: one connection that is kept, and words for failures."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol, runtime_checkable
from urllib.parse import urlencode

from appliance import __version__
from appliance.cli.remote.address import ChatAddress
from appliance.cli.remote.slice import RemoteSlice
from appliance.cli.terminal.exit import Away, NotAChat, TryAgain, Unreachable
from appliance.errors import Problem, Refused

CONNECT_SECONDS: Final = 10.0
"""For reaching the chat; on one network it takes milliseconds."""

ANSWER_SECONDS: Final = 30.0
"""For the next bytes of an answer, beyond what the request itself asks to wait."""

LATE_SECONDS: Final = 10.0
"""For the answer to a poll, beyond its wait: its connection may have been forgotten on the way."""

MAX_ANSWER: Final = 256 * 1024 * 1024
"""Bytes of an answer: a slice of the longest messages that can be allowed. Longer is no chat."""

MAX_RETRY_AFTER: Final = 600.0
"""Seconds; a chat that asks for more is asked again after this."""

BLOCK: Final = 256 * 1024
"""Bytes of a file that are read and sent at once."""

_TRY_AGAIN: Final = frozenset({429, 500, 502, 503, 504, 507})
"""Also what a proxy says of a chat that is just being started."""

_DONE: Final = frozenset({http.client.OK, http.client.CREATED})

_AWAY: Final = frozenset({502, 503, 504})
"""What a proxy says in words of its own while the chat behind it is not there."""

_FAILURES: Final[Sequence[tuple[Any, type[Unreachable], str]]] = (
    ((socket.gaierror, UnicodeError), Unreachable, "host-not-found"),
    (ssl.SSLCertVerificationError, Unreachable, "certificate-not-trusted"),
    (ssl.SSLError, NotAChat, "address-without-tls"),
    (TimeoutError, Unreachable, "address-silent"),
    (ConnectionRefusedError, Unreachable, "address-refuses"),
    ((ConnectionError, http.client.IncompleteRead), Unreachable, "address-lost"),
    (OSError, Unreachable, "address-unreachable"),
    (http.client.HTTPException, NotAChat, "not-a-chat"),
)
"""What the network does, by its name; the first that fits. Some are special cases of later ones."""

Answer = Mapping[str, Any]


@runtime_checkable
class BodySource(Protocol):
    """A body that is read as it is sent."""

    def read(self, most: int = ..., /) -> bytes: ...


class ChatClient:
    """Asks one chat. Every request it makes may be made twice: it only reads, or has a key."""

    def __init__(
        self, address: ChatAddress, seconds: float = ANSWER_SECONDS, token: str | None = None
    ) -> None:
        """With a `token`, as the bot or the host whose it is."""
        self.address = address
        self._token = token
        self.connections = 0
        """How many were made until now."""
        self._seconds = seconds
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str, query: Mapping[str, object] | None = None, wait: float = 0) -> Answer:
        """The JSON object at `path` (quoted); the chat may hold the request for `wait` seconds.

        Raises Unreachable, TryAgain or Refused, each with a sentence for the person.
        """
        target = f"{path}?{urlencode(query, safe=',*')}" if query else path
        return self._ask("GET", target, None, wait)

    def slice(self, path: str, query: Mapping[str, object], wait: float = 0) -> RemoteSlice:
        """As `get`, for an answer that is a slice of the log."""
        part = RemoteSlice.of(self.get(path, query, wait))
        if part is None:
            raise self.not_a_chat()
        return part

    def post(self, path: str, fields: Mapping[str, object]) -> Answer:
        """Send `fields` as JSON; the answer. Raises as `get`."""
        return self._ask("POST", path, _body(fields), 0)

    def delete(self, path: str) -> Answer:
        """Take away what is at `path`; the answer. Raises as `get`."""
        return self._ask("DELETE", path, None, 0)

    def put(self, path: str, fields: Mapping[str, object]) -> Answer:
        """Set what is at `path` to what `fields` say; the answer. Raises as `get`."""
        return self._ask("PUT", path, _body(fields), 0)

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: BodySource | None = None
    ) -> Mapping[str, str]:
        """Something in HTTP's own words: the headers of the answer, by their names in small
        letters. Raises as `get`.
        """
        response, data = self._answered(method, path, body, 0, headers)
        if response.status >= http.client.BAD_REQUEST:
            self._read(response, data)  # which raises
        return {name.lower(): value for name, value in response.getheaders()}

    def not_a_chat(self) -> NotAChat:
        """The problem to raise for an answer that no chat would give."""
        return NotAChat("not-a-chat", address=self.address)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, target: str, body: bytes | None, wait: float) -> Answer:
        headers = {} if body is None else {"Content-Type": "application/json"}
        return self._read(*self._answered(method, target, body, wait, headers))

    def _answered(
        self,
        method: str,
        target: str,
        body: bytes | BodySource | None,
        wait: float,
        headers: Mapping[str, str],
    ) -> tuple[http.client.HTTPResponse, bytes]:
        kept = self._connection is not None
        try:
            try:
                response, data = self._exchange(method, target, body, wait, headers)
            except ConnectionError:
                # A kept connection may have been closed while nothing was said on it. Only a
                # fresh one tells whether the chat is there.
                self.close()
                if not kept or isinstance(body, BodySource):  # of which some is gone
                    raise
                response, data = self._exchange(method, target, body, wait, headers)
        except BaseException as error:
            # What is under way on the connection must not be taken for a later answer.
            self.close()
            if isinstance(error, OSError | http.client.HTTPException | UnicodeError):
                raise self._failure(error) from None
            raise
        return response, data

    def _exchange(
        self,
        method: str,
        target: str,
        body: bytes | BodySource | None,
        wait: float,
        more: Mapping[str, str],
    ) -> tuple[http.client.HTTPResponse, bytes]:
        connection = self._connection
        if connection is None:
            connection = self._connection = self._connect()
        late = min(LATE_SECONDS, self._seconds) if wait else self._seconds
        connection.sock.settimeout(wait + late)
        headers = {"Accept": "application/json", "User-Agent": f"chat-appliance/{__version__}"}
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        connection.request(method, self.address.path + target, body, {**headers, **more})
        with connection.getresponse() as response:
            data = response.read(MAX_ANSWER + 1)
        if len(data) > MAX_ANSWER:
            self.close()
        elif response.length:  # read(size) itself does not mind an answer that is cut short
            raise http.client.IncompleteRead(data, response.length)
        elif response.will_close:
            self.close()
        return response, data

    def _connect(self) -> http.client.HTTPConnection:
        secure, host, port, _ = self.address
        seconds = min(CONNECT_SECONDS, self._seconds)
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(host, port, timeout=seconds, blocksize=BLOCK)
        try:
            connection.connect()
        except BaseException:
            connection.close()
            raise
        self.connections += 1
        return connection

    def _read(self, response: http.client.HTTPResponse, data: bytes) -> Answer:
        try:
            answer = json.loads(data) if len(data) <= MAX_ANSWER else None
        except (ValueError, RecursionError):
            answer = None
        if response.status in _DONE and isinstance(answer, dict):
            return answer
        description = _refusal(answer)
        raise self._foreign(response) if description is None else _own(response, description)

    def _foreign(self, response: http.client.HTTPResponse) -> Problem:
        """The problem with an answer that is not the chat's own word: something is in the way."""
        if response.status in _AWAY:
            return Away(
                "address-away", address=self.address, status=response.status, reason=response.reason
            )
        place = response.getheader("Location")
        if place is not None:
            return NotAChat("address-elsewhere", address=self.address, place=place)
        return self.not_a_chat()

    def _failure(self, error: Exception) -> Unreachable:
        kind, name = next(
            (kind, name) for errors, kind, name in _FAILURES if isinstance(error, errors)
        )
        reason = getattr(error, "verify_message", None) or getattr(error, "strerror", None) or error
        return kind(name, address=self.address, host=self.address.host, reason=reason)


def _refusal(answer: object) -> str | None:
    """The sentence of the chat's own refusal; None for what a proxy or a filter says."""
    if not isinstance(answer, dict):
        return None
    title, description = answer.get("title"), answer.get("description")
    if not isinstance(title, str) or not isinstance(description, str):
        return None
    return description or title


def _own(response: http.client.HTTPResponse, description: str) -> Problem:
    if response.status in _TRY_AGAIN:
        seconds = _retry_after(response.getheader("Retry-After"))
        return TryAgain("said", seconds, words=description)
    return Refused("said", words=description)


def _retry_after(value: str | None) -> float:
    """The header in seconds; a date, which proxies may send, counts as nothing."""
    if value is None or not value.isascii() or not value.isdigit() or len(value) > 9:
        return 0
    return min(float(value), MAX_RETRY_AFTER)


def _body(fields: Mapping[str, object]) -> bytes:
    # Not as \u escapes: these are three times as long, and the chat limits the body's bytes.
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass")
