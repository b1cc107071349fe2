"""What is printed, whoever wrote it: the place where all commands print."""

from __future__ import annotations

import pytest

from appliance.cli.terminal import output

HOSTILE = "Eve\x1b]52;c;x\x07\r\u202e \x1b[2J\x9b1m"
SHOWN = r"Eve\x1b]52;c;x\x07\r\u202e \x1b[2J\x9b1m"


def test_lines_stay_lines_and_nothing_in_them_steers_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output.write(f"{HOSTILE}\n\nAda\n")
    assert capsys.readouterr().out == f"{SHOWN}\n\nAda\n"


def test_a_word_beside_the_output_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    output.tell(f"{HOSTILE}\nchat-appliance: done")
    assert capsys.readouterr().err == f"{SHOWN}\\nchat-appliance: done\n"


def test_colours_are_left_where_they_are_wanted_and_nothing_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    coloured = "\x1b[1;31mEve\x1b[0m"
    output.write(f"{coloured}: {HOSTILE} \x1b[1;31;8m\x1b[7m\n", coloured=True)
    assert capsys.readouterr().out == f"{coloured}: {SHOWN} \\x1b[1;31;8m\\x1b[7m\n"
    output.write(coloured)
    assert capsys.readouterr().out == r"\x1b[1;31mEve\x1b[0m"
