"""The server as a child, here with small programs in its place where it has to misbehave."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from appliance.window.server.child import LAST_LINES, Child
from appliance.window.server.keeper import PAUSES, Keeper
from tests.running import DEADLINE, eventually
from tests.window.desk import is_alive

SECONDS = DEADLINE


def program(text: str) -> list[str]:
    return [sys.executable, "-c", text]


class Kept:
    """A keeper, and what it told."""

    def __init__(self, text: str) -> None:
        self.urls: Queue[str] = Queue()
        self.reasons: Queue[tuple[str, int]] = Queue()
        self.command = program(text)
        self.keeper = Keeper(
            lambda: self.command,
            hopeless=frozenset({78}),
            ready=self.urls.put,
            given_up=lambda reason, code: self.reasons.put((reason, code)),
        )


@pytest.fixture
def kept(request: pytest.FixtureRequest) -> Iterator[Kept]:
    kept = Kept(request.param)
    yield kept
    kept.keeper.stop()


def starts(text: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kept", [text], indirect=True, ids=[""])


@starts("print('hello'); print('ready http://127.0.0.1:1/', flush=True); input()")
def test_it_is_ready_when_it_says_so_and_ends_with_its_input(kept: Kept) -> None:
    kept.keeper.start()
    assert kept.urls.get(timeout=SECONDS) == "http://127.0.0.1:1/"
    number = kept.keeper.pid
    assert number is not None
    kept.keeper.start()
    assert kept.keeper.pid == number, "it runs already"
    kept.keeper.stop()
    assert not is_alive(number)
    assert kept.reasons.empty()


@starts("import sys; print('chat-appliance: No room.', file=sys.stderr); sys.exit(3)")
def test_quick_failures_are_given_up_with_their_sentence(kept: Kept, tmp_path: Path) -> None:
    kept.keeper.start()
    assert kept.reasons.get(timeout=SECONDS) == ("No room.", 3)
    assert not kept.keeper.running


@starts("import sys; open(sys.argv[-1], 'a').write('x') if sys.argv[1:] else None; sys.exit(78)")
def test_what_trying_again_cannot_help_is_given_up_at_once(kept: Kept, tmp_path: Path) -> None:
    counted = tmp_path / "count"
    kept.command.append(str(counted))
    kept.keeper.start()
    assert kept.reasons.get(timeout=SECONDS)[1] == 78
    assert counted.read_text() == "x"
    kept.keeper.start()
    assert kept.reasons.get(timeout=SECONDS)[1] == 78
    assert counted.read_text() == "xx"


@starts("import os; os.kill(os.getpid(), 9)")
def test_a_death_by_signal_is_named(kept: Kept) -> None:
    kept.keeper.start()
    assert kept.reasons.get(timeout=SECONDS) == ("It was ended from outside (SIGKILL).", -9)


@starts("import sys; print(f'ready http://127.0.0.1:{len(sys.argv)}/'); sys.exit(0)")
def test_a_new_start_asks_for_the_former_port(kept: Kept) -> None:
    kept.keeper.start()
    assert kept.reasons.get(timeout=SECONDS)[1] == 0
    # Without further arguments first, then with `--port NUMBER`.
    told = [kept.urls.get(timeout=SECONDS) for _ in range(len(PAUSES) + 1)]
    assert told == ["http://127.0.0.1:1/", *["http://127.0.0.1:3/"] * len(PAUSES)]


def test_a_program_that_is_not_there_is_a_failure_with_a_sentence(tmp_path: Path) -> None:
    told: Queue[str] = Queue()
    keeper = Keeper(
        lambda: [str(tmp_path / "nothing")],
        hopeless=frozenset({78}),
        ready=lambda url: None,
        given_up=lambda reason, code: told.put(reason),
    )
    keeper.start()
    assert told.get(timeout=SECONDS) == "It cannot be started: No such file or directory."


def test_only_the_last_lines_of_its_errors_are_kept() -> None:
    ended = threading.Event()
    said = f"['chat-appliance: old'] + [str(n) for n in range({LAST_LINES})]"
    child = Child(
        program(f"import sys; [print(line, file=sys.stderr) for line in {said}]"),
        lambda url: None,
        lambda child: ended.set(),
    )
    assert ended.wait(SECONDS)
    assert child.reason == "It was stopped from outside."
    child.stop(1.0)


def test_one_that_does_not_listen_is_killed() -> None:
    ready = threading.Event()
    child = Child(
        program("import time; print('ready x', flush=True); time.sleep(60)"),
        lambda url: ready.set(),
        lambda child: None,
    )
    assert ready.wait(SECONDS)
    child.stop(0.1)
    assert eventually(lambda: child.code) == -9
