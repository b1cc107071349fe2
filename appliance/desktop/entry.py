"""Putting the program on the desktop, and taking it away: the same on every system."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from appliance.desktop.piece import Desktop, Piece, mark_of
from appliance.desktop.program import Program
from appliance.desktop.record import Record
from appliance.errors import Starting


@dataclass(slots=True)
class Report:
    """What was done: the files that are in place, those taken away, and those left alone."""

    done: list[Path] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    """Somebody changed them since: they are that person's now."""


def install(program: Program, *, autostart: bool | None) -> Report:
    """Put everything in place, or bring it up to date; with None for `autostart` that stays as it
    is. Raises Starting when that cannot be.
    """
    home = _home()
    with _explained("pieces-not-installed"):
        desktop = _desktop(home)
        record = Record.read(_record_path())
        pieces = _pieces(desktop, program, record, autostart)
        _refuse_foreign(pieces, record)
        report = _take_away(record, besides={piece.path for piece in pieces})
        for piece in pieces:
            _put(piece, record, report)
        _write(record)
    return report


def uninstall() -> Report:
    """Take away what `install` put there, and nothing else."""
    _home()
    with _explained("pieces-not-removed"):
        record = Record.read(_record_path())
        report = _take_away(record, besides=set())
        record.forget()
    return report


def _pieces(
    desktop: Desktop, program: Program, record: Record, autostart: bool | None
) -> list[Piece]:
    without = desktop.pieces(program, autostart=False)
    if autostart is False:
        return without
    pieces = desktop.pieces(program, autostart=True)
    more = {piece.path for piece in pieces} - {piece.path for piece in without}
    there = any(path in record.marks and mark_of(path) for path in more)
    return pieces if autostart or there else without


def _put(piece: Piece, record: Record, report: Report) -> None:
    """One piece; the record is written first, so that an abrupt end leaves nothing unknown."""
    found, wanted = mark_of(piece.path), piece.mark
    if found not in ("", wanted, record.marks.get(piece.path)):
        report.kept.append(piece.path)
        return
    if found == wanted:
        # Already there: ours if we put it there, and still not ours if we did not.
        if piece.path in record.marks:
            record.marks[piece.path] = wanted
            report.done.append(piece.path)
        return
    record.make_folder(piece.path.parent)
    if not found:
        record.marks[piece.path] = wanted
        _write(record)
    piece.put()
    record.marks[piece.path] = wanted
    report.done.append(piece.path)


def _write(record: Record) -> None:
    record.make_folder(record.path.parent)
    record.write()


def _take_away(record: Record, besides: set[Path]) -> Report:
    """Remove what was recorded and is unchanged, but for the paths in `besides`."""
    report = Report()
    for path in sorted(record.marks.keys() - besides):
        found = mark_of(path)
        if found == record.marks.pop(path):
            path.unlink()
            report.gone.append(path)
        elif found:
            report.kept.append(path)
    return report


def _refuse_foreign(pieces: list[Piece], record: Record) -> None:
    for piece in pieces:
        there = piece.path.exists() or piece.path.is_symlink()
        if there and piece.path not in record.marks and mark_of(piece.path) != piece.mark:
            raise Starting("piece-not-ours", path=piece.path)


def _home() -> Path:
    try:
        home = Path.home()
    except RuntimeError:
        raise Starting("no-home") from None
    if not home.is_dir():
        raise Starting("home-missing", home=home)
    return home


def _desktop(home: Path) -> Desktop:
    if sys.platform == "win32":
        from appliance.desktop.windows import Windows

        return Windows(home)
    if sys.platform == "darwin":
        from appliance.desktop.macos import MacOS

        return MacOS(home)
    from appliance.desktop.linux import Linux

    return Linux(home)


def _record_path() -> Path:
    return platformdirs.user_state_path("chat-appliance", appauthor=False) / "desktop.json"


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn the system's refusals into the problem `name`."""
    try:
        yield
    except OSError as error:
        if not error.filename:
            raise Starting("pieces-failed", reason=error) from None
        raise Starting(name, path=error.filename, reason=error.strerror or error) from None
    except subprocess.SubprocessError as error:
        raise Starting("shortcut-failed", reason=error) from None
