"""More than a thousand raw requests, to the chat itself and through three proxies."""

from __future__ import annotations

import http.client
import json
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Self

import pytest

from tests.corpus.case import HOST, ROOMS, Case, path
from tests.corpus.chunked import CHUNKS
from tests.corpus.heads import HEADS
from tests.corpus.lengths import LENGTHS
from tests.corpus.manners import EXPECTING, HOSTINGS, METHODS, VERSIONS
from tests.corpus.pipelines import PIPELINES
from tests.corpus.smuggling import SMUGGLING
from tests.corpus.talk import PATIENCE, Told, talk
from tests.corpus.targets import TARGETS
from tests.running import DEADLINE, RunningServer
from tests.server.certificate import certificate_in
from tests.server.proxy import KINDS, Proxy

FAMILIES: Final = {
    "lengths": LENGTHS,
    "smuggling": SMUGGLING,
    "targets": TARGETS,
    "heads": HEADS,
    "chunks": CHUNKS,
    "versions": VERSIONS,
    "methods": METHODS,
    "hosts": HOSTINGS,
    "expectations": EXPECTING,
    "pipelines": PIPELINES,
}
AT_ONCE: Final = 16
"""Connections side by side."""

BY_FAMILY: Final = pytest.mark.parametrize("family", FAMILIES)


class Innocent:
    """Somebody who asks through the same proxy all the time, and is owed their own answers."""

    def __init__(self, port: int) -> None:
        self.asked = 0
        self.trouble: list[str] = []
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._ask_on)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()
        self._connection.close()

    def _ask_on(self) -> None:
        while not (self._stopped.is_set() or self.trouble):
            self.asked += 1
            try:
                self._ask(f"innocent-{self.asked}")
            except (OSError, ValueError, http.client.HTTPException) as error:
                self.trouble.append(repr(error))

    def _ask(self, room: str) -> None:
        self._connection.request("GET", path(room), headers={"Host": HOST})
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200 or json.loads(body)["room"] != room:
            self.trouble.append(f"asked for {room}, was told {answer.status} {body!r}")


def run(port: int, family: dict[str, Case], patience: float) -> dict[str, Told]:
    """All cases of a family, many side by side."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        talks = threads.map(lambda case: talk(port, case, patience), family.values())
        return dict(zip(family, talks, strict=True))


def rightly(case: Case, told: Told) -> bool:
    """Whether the chat itself did what the RFCs say."""
    answers = told.answers
    if not told.clean:
        return False
    if case.answers is not None:
        wanted = case.answers if case.last else (*case.answers, "probe")
        if len(answers) == len(wanted) and all(map(_fits, wanted, answers)):
            return True
    return (
        len(answers) == len(case.before) + 1
        and answers[:-1] == case.before
        and answers[-1] in map(str, case.refused)
    )


def _fits(wanted: str, answer: str) -> bool:
    return answer != "hidden" and (wanted == "*" or answer in wanted.split("|"))


def harmlessly(case: Case, told: Told) -> bool:
    """Whether a proxy and the chat, however they understood it, found no request that is none."""
    rooms = [answer for answer in told.answers if not answer.isdigit()]
    expected = iter(ROOMS)
    return all(room in expected for room in rooms)


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp("corpus") / "data"
    options = ("--trusted-proxies", "127.0.0.1", "--public-url", f"https://{HOST}/")
    with RunningServer(data, *options) as running:
        yield running


@pytest.fixture(scope="module")
def streaming(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A chat that reads every body as a stream."""
    data = tmp_path_factory.mktemp("streaming") / "data"
    command = (sys.executable, "-X", "dev", "-m", "tests.corpus.streaming", "serve")
    with RunningServer(data, "--allow-host", HOST, command=command) as running:
        yield running


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.program)
def proxy(
    request: pytest.FixtureRequest,
    chat: RunningServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("proxy")
    with Proxy(request.param, chat.port, *certificate_in(folder), folder) as running:
        yield running


def nothing_hidden(chat: RunningServer) -> bool:
    """Whether no hidden message was stored."""
    return chat.log("hidden") == []


def test_there_are_enough_of_them() -> None:
    assert len({case.wire for family in FAMILIES.values() for case in family.values()}) >= 1_000


@BY_FAMILY
def test_the_chat_does_what_the_rfc_says(chat: RunningServer, family: str) -> None:
    cases = FAMILIES[family]
    with Innocent(chat.port) as innocent:
        told = run(chat.port, cases, 10.0)
    assert {what: told[what] for what in cases if not rightly(cases[what], told[what])} == {}
    assert innocent.trouble == []
    assert nothing_hidden(chat)


@BY_FAMILY
def test_bodies_that_are_streams_end_where_they_should(
    streaming: RunningServer, family: str
) -> None:
    cases = FAMILIES[family]
    with Innocent(streaming.port) as innocent:
        told = run(streaming.port, cases, 10.0)
    wrong = {what: told[what] for what in cases if not rightly(cases[what], told[what])}
    # The server sets a stream no limit, the app does: it may wait for what is over it, or drop it.
    unlimited = {what for what in wrong if 413 in cases[what].refused}
    assert {what: wrong[what] for what in wrong if what not in unlimited} == {}
    assert all(harmlessly(cases[what], told[what]) for what in unlimited)
    assert innocent.trouble == []
    assert nothing_hidden(streaming)


@BY_FAMILY
def test_behind_a_proxy_nobody_is_answered_for_another(
    chat: RunningServer, proxy: Proxy, family: str
) -> None:
    cases = FAMILIES[family]
    with Innocent(proxy.plain) as innocent:
        told = run(proxy.plain, cases, PATIENCE)
    assert {what: told[what] for what in cases if not harmlessly(cases[what], told[what])} == {}
    assert innocent.trouble == []
    assert innocent.asked > 1
    assert nothing_hidden(chat)


def test_the_log_is_clean_after_all_of_it(chat: RunningServer, streaming: RunningServer) -> None:
    """The last of the module."""
    for one in (chat, streaming):
        assert one.stop() == 0
        assert "Traceback" not in one.errors.read_text()
