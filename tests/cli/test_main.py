import argparse
import subprocess

import pytest

from appliance.cli.main import parser
from appliance.cli.terminal import exit as exits
from appliance.errors import BadInput, Problem, Starting, StorageFull, StorageUnusable
from tests.cli.command import COMMAND, SECONDS, environment, run
from tests.running import ROOT

NAMES = [
    name
    for action in parser()._actions
    if isinstance(action, argparse._SubParsersAction)
    for name in action.choices
]


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in NAMES)])
def test_every_help_tells_every_exit_code(arguments: list[str]) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith(exits.EXIT_CODES + "\n")
    for code, meaning in exits.MEANINGS.items():
        assert f"  {code:<4}{meaning}\n" in ended.out


@pytest.mark.parametrize("name", NAMES)
def test_every_help_has_examples_and_fits_a_terminal(name: str) -> None:
    out = run(name, "--help", env={"COLUMNS": "80"}).out
    assert f"\n  chat-appliance {name}" in out
    assert not [line for line in out.splitlines() if len(line) > 88]


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (BadInput("mistake"), 65),
        (exits.Usage("mistake"), 2),
        (exits.Unreachable("mistake"), 69),
        (exits.NotAChat("mistake"), 69),
        (exits.OutputLost("mistake"), 74),
        (exits.TryAgain("mistake"), 75),
        (Starting("mistake"), 78),
        (StorageFull("mistake"), 75),
        (StorageUnusable("mistake"), 78),
    ],
)
def test_every_problem_has_its_code(problem: Problem, code: int) -> None:
    assert exits.code_of(problem) == code
    assert code in exits.MEANINGS


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["send", "--nonsense"], ["tail", "--url", "ftp://x"]]
)
def test_a_command_line_that_is_not_right(arguments: list[str]) -> None:
    ended = run(*arguments)
    assert ended.code == 2
    assert ended.err


@pytest.mark.parametrize("arguments", [["send", "x"], ["tail"], ["health"]])
def test_nothing_answers(arguments: list[str]) -> None:
    ended = run(*arguments, "--url", "http://127.0.0.1:1/")
    assert (ended.code, ended.out) == (69, "")
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--help"], ["send", "x"], ["tail"], ["health"]])
def test_commands_start_without_what_only_the_server_needs(arguments: list[str]) -> None:
    ended = subprocess.run(
        [COMMAND[0], "-X", "importtime", "-m", "appliance", *arguments],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        cwd=ROOT,
        env=environment(CHAT_URL="http://127.0.0.1:1/"),
        check=False,
    )
    loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert "appliance.cli.main" in loaded
    heavy = {"gevent", "falcon", "zmq", "httptools", "prometheus_client", "apsw", "asyncio"}
    assert not loaded & heavy


def test_server_and_window_start_without_what_only_the_tray_and_notifications_need() -> None:
    """For D-Bus alone these are 10 modules."""
    begin = "import appliance.host.process, appliance.window.open, sys; print(*sys.modules)"
    ended = subprocess.run(
        [COMMAND[0], "-c", begin],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        cwd=ROOT,
        check=True,
    )
    loaded = ended.stdout.split()
    assert "appliance.window.tray.tray" in loaded
    assert not [module for module in loaded if module.startswith("jeepney")]


def test_a_closed_output_is_no_reason_for_a_trace() -> None:
    for arguments in ("--help", "health --url http://127.0.0.1:1"):
        ended = subprocess.run(
            ["sh", "-c", f"{' '.join(COMMAND)} {arguments} >&-"],
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            cwd=ROOT,
            env=environment(),
            check=False,
        )
        assert b"Traceback" not in ended.stderr
