"""The log of the server's process: for people, line by line, or one line of JSON for each event.

For people: what the program says goes to standard output, what went wrong to standard error,
where every record begins with its time and the lines of a stack trace are set off, so that
nothing in them passes for a record of its own. In the other two forms everything goes to standard
output, as containers expect it. Line by line is for people too, with a stack trace on the line of
its record; as JSON it is a field. None has colours.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Protocol, cast

from gevent.hub import get_hub

from appliance.visible import visible

TEXT: Final = "text"
LINES: Final = "lines"
JSON: Final = "json"

_ROOT: Final = "appliance"
_CONTINUED: Final = {TEXT: "\n    | ", LINES: " | "}
_log: Final = logging.getLogger(_ROOT)


class Say(Protocol):
    """Tells whoever started the program something; `facts` are for programs that read the log."""

    def __call__(self, line: str, **facts: object) -> None: ...


def set_up(form: str) -> Say:
    """Log in this form from now on, also what nobody caught; returns how to say something."""
    # Nobody reads it any more, or the disk is full: no reason for a stack trace each time.
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)
    handler = logging.StreamHandler(sys.stderr if form == TEXT else sys.stdout)
    handler.setFormatter(JsonLines() if form == JSON else TextLines(_CONTINUED[form]))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    _catch_the_rest()
    return _log_it if form == JSON else _print_it


def fail(sentence: str) -> None:
    """Log the sentence with which the program ends."""
    _log.critical(sentence, extra={"facts": {"event": "failed"}})


class JsonLines(logging.Formatter):
    """One object on one line of ASCII: time (UTC), level, logger, message, exception, facts."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if trace := _trace(record):
            said["exception"] = trace
        return json.dumps(said | getattr(record, "facts", {}), default=str)


class TextLines(logging.Formatter):
    """`time LEVEL message`, and the lines of a stack trace set off from it by `between`."""

    def __init__(self, between: str) -> None:
        super().__init__()
        self._between = between

    def format(self, record: logging.LogRecord) -> str:
        text = "\n".join([record.getMessage(), *_trace(record).splitlines()])
        shown = self._between.join(map(visible, text.splitlines()))
        return f"{_time(record)} {record.levelname} {shown}"


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _trace(record: logging.LogRecord) -> str:
    if record.exc_info is None or record.exc_info[1] is None:
        return ""
    return "".join(traceback.format_exception(record.exc_info[1])).rstrip()


def _print_it(line: str, **facts: object) -> None:
    print(visible(line), flush=True)  # noqa: T201 - said to people


def _log_it(line: str, **facts: object) -> None:
    _log.info(line.strip(), extra={"facts": facts})


def _catch_the_rest() -> None:
    """What would be printed on its way out of a thread or a greenlet is logged instead."""
    threading.excepthook = _from_thread
    hub = cast("Any", get_hub())
    hub.print_exception = _from_greenlet


def _from_thread(found: threading.ExceptHookArgs) -> None:
    name = found.thread.name if found.thread else "a thread"
    _log.error("A mistake in %s", name, exc_info=found.exc_value)


def _from_greenlet(
    context: object, kind: type[BaseException], value: BaseException, trace: TracebackType
) -> None:
    _log.error("A mistake in %s", context, exc_info=value)
