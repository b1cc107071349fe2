"""The log's lines: each a record, whatever is in it and wherever it comes from."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.running import ROOT

PROGRAM = r"""
import logging, sys, threading, warnings
import gevent
from appliance.host import logs

say = logs.set_up(sys.argv[1])
say("The chat is open.", event="open")
log = logging.getLogger("appliance.web")

def fail():
    raise ValueError("first\nsecond \x1b[2J\u202e")

try:
    fail()
except ValueError:
    log.exception("Answering %s failed", "/a\n2024-01-01T00:00:00.000Z ERROR forged\x1b[31m")
warnings.warn("old news")
gevent.spawn(fail).join()
thread = threading.Thread(target=fail, name="errand")
thread.start()
thread.join()
logs.fail("It cannot start.")
"""

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def said(form: str) -> tuple[str, str]:
    """Standard output and standard error of the program above."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, form], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return ended.stdout, ended.stderr


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    out, errors = said("json")
    assert errors == ""
    assert out.isascii()
    return [json.loads(line) for line in out.splitlines()]


def test_each_json_line_says_when_how_bad_and_from_where(records: list[dict[str, Any]]) -> None:
    for record in records:
        assert TIME.fullmatch(record["time"])
    assert [record["level"] for record in records] == [
        *("info", "error", "warning"),
        *("error", "error", "critical"),
    ]
    assert records[0]["event"] == "open"
    assert records[0]["message"] == "The chat is open."
    assert records[1]["logger"] == "appliance.web"
    assert (records[-1]["event"], records[-1]["message"]) == ("failed", "It cannot start.")


def test_a_stack_trace_is_a_field_of_its_json_line(records: list[dict[str, Any]]) -> None:
    traces = [record["exception"] for record in records if "exception" in record]
    assert len(traces) == 3
    for trace in traces:
        assert trace.startswith("Traceback")
        assert "in fail\n" in trace
        assert trace.endswith("ValueError: first\nsecond \x1b[2J\u202e")


def test_what_nobody_caught_is_logged_too(records: list[dict[str, Any]]) -> None:
    warning, greenlet, thread = records[2:5]
    assert "old news" in warning["message"]
    assert "Greenlet" in greenlet["message"]
    assert thread["message"] == "A mistake in errand"


def test_in_text_no_line_passes_for_a_record_and_none_controls_the_terminal() -> None:
    out, errors = said("text")
    assert out == "The chat is open.\n"
    lines = errors.splitlines()
    records = [line for line in lines if TIME.match(line)]
    assert [record.split()[1] for record in records] == [
        *("ERROR", "WARNING"),
        *("ERROR", "ERROR", "CRITICAL"),
    ]
    others = [line for line in lines if not TIME.match(line)]
    assert all(line.startswith("    | ") for line in others)
    assert r"    | 2024-01-01T00:00:00.000Z ERROR forged\x1b[31m failed" in others
    assert r"    | second \x1b[2J\u202e" in others
    assert errors.count("Traceback") == 3
    assert "\x1b" not in errors


def test_line_by_line_everything_is_on_standard_output_and_a_trace_on_its_record() -> None:
    out, errors = said("lines")
    assert errors == ""
    first, *lines = out.splitlines()
    assert first == "The chat is open."
    assert all(TIME.match(line) for line in lines)
    assert [line.split()[1] for line in lines] == [
        *("ERROR", "WARNING"),
        *("ERROR", "ERROR", "CRITICAL"),
    ]
    traces = [line for line in lines if " | Traceback" in line]
    assert len(traces) == 3
    assert all("ValueError: first | second \\x1b[2J\\u202e" in line for line in traces)
    assert "\x1b" not in out
