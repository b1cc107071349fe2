"""Nothing that the system answers to accept(2) ends a listener."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from typing import Any, cast

import gevent
import pytest
from gevent.hub import get_hub

from appliance.errors import Starting
from appliance.web.server.listener import PAUSE_SECONDS, Listener, listen

WORKS_AGAIN = "Accepting connections works again."


class Faulty:
    """A listening socket whose next accepts fail."""

    def __init__(self, *errors: BaseException) -> None:
        self._real = socket.create_server(("127.0.0.1", 0))
        self._real.setblocking(False)
        self._errors = list(errors)
        self.family = self._real.family
        self.asked = 0

    def fileno(self) -> int:
        return self._real.fileno()

    def close(self) -> None:
        self._real.close()

    def address(self) -> tuple[str, int]:
        found: tuple[str, int] = self._real.getsockname()
        return found

    def _accept(self) -> tuple[int, Any]:
        self.asked += 1
        if self._errors:
            raise self._errors.pop(0)
        return cast(Any, self._real)._accept()  # type: ignore[no-any-return]


class Case:
    def __init__(self, faulty: Faulty) -> None:
        self.faulty = faulty
        self.accepted: list[Any] = []
        self.starved = 0
        self.mistakes: list[BaseException] = []
        self.listener = Listener(get_hub().loop, cast(Any, faulty), self._accept, self._starve)

    def _accept(self, accepted: Any, address: str) -> None:
        if self.mistakes:
            raise self.mistakes.pop(0)
        self.accepted.append(accepted)

    def _starve(self) -> None:
        self.starved += 1

    def admitted(self) -> bool:
        """Whether somebody who comes is let in, however often it was tried."""
        before = len(self.accepted)
        with socket.create_connection(self.faulty.address()), gevent.Timeout(30):
            while len(self.accepted) == before:
                gevent.sleep(0.01)
        return True

    def close(self) -> None:
        self.listener.close()
        for accepted in self.accepted:
            accepted.close()


@pytest.fixture
def case(request: pytest.FixtureRequest) -> Iterator[Case]:
    made = Case(Faulty(*getattr(request, "param", ())))
    yield made
    made.close()


def system(number: int) -> OSError:
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    "case",
    [
        (system(number),)
        for number in (
            *(errno.EPROTO, errno.EPERM, errno.ENETDOWN, errno.ENOPROTOOPT, errno.EHOSTDOWN),
            *(errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.ECONNABORTED),
        )
    ]
    + [(MemoryError(),), (RuntimeError("can't"),)],
    indirect=True,
)
def test_whatever_goes_wrong_it_goes_on(case: Case) -> None:
    assert case.admitted()
    assert case.faulty.asked >= 2


@pytest.mark.parametrize("case", [(system(errno.EMFILE),) * 5], indirect=True)
def test_it_pauses_each_time_and_does_not_spin(case: Case) -> None:
    started = get_hub().loop.now()
    assert case.admitted()
    assert get_hub().loop.now() - started >= 5 * PAUSE_SECONDS * 0.9
    assert case.starved == 5


def test_a_mistake_with_one_connection_ends_only_that_one(case: Case) -> None:
    case.mistakes = [MemoryError()]
    with socket.create_connection(case.faulty.address()) as unlucky:
        unlucky.setblocking(False)
        with gevent.Timeout(30):
            while True:
                try:
                    assert unlucky.recv(1) == b""
                    break
                except BlockingIOError:
                    gevent.sleep(0.01)
    assert case.admitted()


@pytest.mark.parametrize("case", [(system(errno.EPROTO),) * 3], indirect=True)
def test_it_is_said_once(case: Case, caplog: pytest.LogCaptureFixture) -> None:
    assert case.admitted()
    said = [record.getMessage() for record in caplog.records]
    assert said == ["Accepting connections failed: Protocol error", WORKS_AGAIN]


@pytest.mark.parametrize("host", ["203.0.113.9", "2001:db8::9", "nowhere.invalid"])
def test_an_address_that_this_computer_does_not_have_is_told(host: str) -> None:
    with pytest.raises(Starting) as told:
        listen(host, 0)
    words = f"This computer has no address {host}. Choose one of its own with --host, or none."
    assert told.value.description == words
