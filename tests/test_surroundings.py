from __future__ import annotations

import os
import subprocess
import sys
from typing import Final

from tests.cli.commands import test_send
from tests.network.discovery import test_lan
from tests.running import ROOT
from tests.web import test_smoke

NOWHERE: Final = "http://127.0.0.1:9"
SOMEBODYS: Final = {
    "CHAT_PORT": "1",
    "CHAT_LOG_FORMAT": "json",
    "CHAT_MAX_MESSAGE": "2",
    "PYTHONWARNINGS": "ignore",
    "LC_ALL": "C",
    "TZ": "Asia/Kathmandu",
    "DISPLAY": ":nowhere",
    **dict.fromkeys(("http_proxy", "https_proxy", "ALL_PROXY"), NOWHERE),
}
TESTS: Final = (
    f"{test_smoke.__file__}::{test_smoke.test_what_is_said_is_there.__name__}",
    f"{test_lan.__file__}::{test_lan.test_a_second_machine_finds_the_chat_joins_and_talks.__name__}",
    f"{test_send.__file__}::{test_send.test_the_number_is_printed_on_request.__name__}",
)

SHOWS: Final = """\
import os
from tests.surroundings import settle
settle()
print(*sorted(name for name in os.environ if name.startswith(("CHAT_", "http"))))
print(oct(os.umask(0)))
"""


def run(*arguments: str) -> str:
    """What Python prints that was started in a shell of somebody's own."""
    ended = subprocess.run(
        ["sh", "-c", 'umask 077; exec "$@"', "sh", sys.executable, *arguments],
        env={**os.environ, **SOMEBODYS, "CHAT_TEST_PATIENCE": "2"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_nothing_of_somebodys_shell_comes_to_the_tests_children_but_their_way_out() -> None:
    assert run("-c", SHOWS).split() == ["CHAT_TEST_PATIENCE", "http_proxy", "https_proxy", "0o22"]


def test_tests_pass_in_a_shell_of_somebodys_own() -> None:
    assert " passed" in run("-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS)
