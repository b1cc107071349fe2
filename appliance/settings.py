"""Every setting, declared once: name, default, unit, help.

Read from the command line, then `CHAT_*` (or `CHAT_*_FILE`, a file that holds the value), then
`chat.toml` in the data folder, then the default. An empty variable counts as none: that is how
compose files hand on what is not set.

Nothing else knows the environment, but for what is no setting: see `appliance.environment`.
"""

from __future__ import annotations

import argparse
import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Final, TypeVar

from platformdirs import user_data_path

from appliance import checks, setting_value
from appliance.errors import Starting

FILE_NAME: Final = "chat.toml"
_PREFIX: Final = "CHAT_"
_UTF8: Final = "utf-8-sig"  # editors of Windows begin a file with a mark of its byte order
T = TypeVar("T")


PLACE: Final = "where it is"
AMOUNTS: Final = "how much is allowed"
TIMES: Final = "how long is waited"


def _setting(
    default: T,
    meaning: str,
    *,
    unit: str = "",
    group: str = PLACE,
    low: float = 0,
    high: float = 1_000,
    check: Callable[[str], str] = checks.anything,
) -> T:
    """One row of the table. Numbers lie between `low` and `high`; a text has so many characters,
    and `check` names what is wrong with one that is not empty.
    """
    bounds = {"low": low, "high": high, "check": check}
    value: T = field(
        default=default, metadata={"help": meaning, "unit": unit, "group": group} | bounds
    )
    return value


def _switch(default: bool, meaning: str) -> bool:
    return _setting(default, meaning)


def _amount(default: int, meaning: str, unit: str, low: int, high: int) -> int:
    return _setting(default, meaning, unit=unit, group=AMOUNTS, low=low, high=high)


def _time(default: float, meaning: str) -> float:
    return _setting(default, meaning, unit="seconds", group=TIMES, low=0.1, high=3_600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The table. Frozen: what was read at start holds until the end."""

    host: str = _setting(
        "", "Address to listen on; empty for all of this machine's addresses.", check=checks.address
    )
    port: int = _setting(
        8080,
        "Port to listen on; if none is given and it is taken, the next free one, which is kept. "
        "0 for any.",
        high=65_535,
    )
    data: str = _setting("", "Folder that holds the whole chat; empty for the user's own.")
    name: str = _setting("", "Name of this chat; empty for one after this computer.", high=80)
    public_url: str = _setting(
        "", "Address others can type, where the program cannot know it.", check=checks.web_url
    )
    allow_host: str = _setting("", "Further host names to answer to, separated by commas.")
    trusted_proxies: str = _setting(
        "",
        "Addresses and networks of the reverse proxies that are believed when they say who asks, "
        "separated by commas.",
        check=checks.networks,
    )
    log_format: str = _setting(
        "text",
        "How the log is written: text, lines (all of it on standard output) or json.",
        check=checks.log_format,
    )
    door: str = _setting(
        "",
        "Who may come in: open (everybody), passcode, approve (who the host lets in) or locked "
        "(nobody further); empty to leave it as it stands, open at first.",
        check=checks.door,
    )
    passcode: str = _setting(
        "",
        "What newcomers must know to come in, in a door of that kind; rather from a file, since "
        "others on this computer can read a command line.",
        check=checks.passcode,
    )
    announce: bool = _switch(
        default=True, meaning="Let others on this network find the chat by mDNS: on or off."
    )
    switch: bool = _switch(
        default=True, meaning="Let the admin change in the page who may join: on or off."
    )
    max_message: int = _amount(4_000, "Longest message.", "characters", 1, 100_000)
    edit_minutes: str = _setting(
        "15",
        "For how many minutes people may edit what they said; off for not at all, or ever.",
        check=checks.edit_minutes,
    )
    max_nick: int = _amount(40, "Longest nickname.", "characters", 1, 1_000)
    max_rooms: int = _amount(1_000, "Most rooms.", "rooms", 1, 100_000)
    max_body: int = _amount(65_536, "Largest request body.", "bytes", 1_024, 2**24)
    max_file: int = _amount(4_096, "Largest file.", "MiB", 1, 2**20)
    max_member_files: int = _amount(10_240, "All files of one member.", "MiB", 1, 2**24)
    max_files: int = _amount(
        20_480,
        "All files; fewer where the disk has less than 1 GiB left, or a twentieth of it.",
        "MiB",
        1,
        2**24,
    )
    max_head: int = _amount(16_384, "Largest request head.", "bytes", 1_024, 2**20)
    max_connections: int = _amount(
        200,
        "Connections of one address; this machine's own are exempt.",
        "connections",
        1,
        1_000_000,
    )
    max_total_connections: int = _amount(
        20_000,
        "Connections of all addresses together; fewer where the system allows fewer open files.",
        "connections",
        1,
        1_000_000,
    )
    max_requests: int = _amount(
        100, "Requests of one address; this machine's own are exempt.", "per second", 1, 1_000_000
    )
    head_timeout: float = _time(10.0, "Time to send a request's head.")
    body_timeout: float = _time(30.0, "Time to send a request's body, or the next of a large one.")
    idle_timeout: float = _time(30.0, "Time between two requests on a connection.")
    write_timeout: float = _time(30.0, "Time without taking any of an answer.")
    chosen: frozenset[str] = frozenset()
    """The rows that somebody chose, wherever: the others hold their default. No row itself."""

    @property
    def folder(self) -> Path:
        """The data folder as a path. Raises Starting if none is named and the user has no home."""
        if self.data:
            return Path(self.data)
        try:
            return user_data_path("chat-appliance", appauthor=False)
        except RuntimeError:
            raise Starting("data-without-home") from None


ROWS: Final[Sequence[Field[Any]]] = tuple(row for row in fields(Settings) if row.metadata)


def option(row: Field[Any]) -> str:
    """The row's name on the command line."""
    return "--" + row.name.replace("_", "-")


def variable(row: Field[Any]) -> str:
    """The row's name in the environment."""
    return _PREFIX + row.name.upper()


def shown_default(row: Field[Any]) -> str:
    """The row's default as people read it, with its unit."""
    if row.default == "":
        return "empty"
    if isinstance(row.default, bool):
        return "on" if row.default else "off"
    value = f"{row.default:g}" if isinstance(row.default, float) else str(row.default)
    return f"{value} {row.metadata['unit']}".strip()


def add_options(parser: argparse.ArgumentParser) -> None:
    """One option for each row, under the title of its group."""
    groups: dict[str, argparse._ArgumentGroup] = {}
    for row in ROWS:
        title = row.metadata["group"]
        group = groups.get(title) or groups.setdefault(title, parser.add_argument_group(title))
        group.add_argument(
            option(row),
            metavar=_metavar(row),
            help=f"{row.metadata['help']} Default: {shown_default(row)}. ({variable(row)})",
        )


def _metavar(row: Field[Any]) -> str:
    if isinstance(row.default, str):
        return "TEXT"
    if isinstance(row.default, bool):
        return "on|off"
    return "SECONDS" if row.metadata["unit"] == "seconds" else "NUMBER"


def read(arguments: Mapping[str, str | None], environment: Mapping[str, str]) -> Settings:
    """The settings in force. Raises Starting, naming the setting and where it was read."""
    given = _from_environment(environment)
    given |= {
        row.name: (option(row), value)
        for row in ROWS
        if (value := arguments.get(row.name)) is not None
    }
    data = str(given["data"][1]) if "data" in given else ""
    given = _from_file(Settings(data=data)) | given
    return Settings(
        **{
            row.name: setting_value.read(row, source, value)
            for row in ROWS
            for source, value in [given.get(row.name, (option(row), row.default))]
        },
        chosen=frozenset(given),
    )


def _from_environment(environment: Mapping[str, str]) -> dict[str, tuple[str, Any]]:
    found: dict[str, tuple[str, Any]] = {}
    for row in ROWS:
        name = variable(row)
        file = environment.get(f"{name}_FILE")
        if environment.get(name):
            found[row.name] = (name, environment[name])
        elif file:
            found[row.name] = (f"{name}_FILE", _content(name, file))
    return found


def _content(name: str, file: str) -> str:
    try:
        return Path(file).read_text(_UTF8).strip()
    except OSError as error:
        reason = error.strerror or error
        raise Starting("setting-file", name=name, file=file, reason=reason) from None
    except UnicodeDecodeError:
        raise Starting("setting-file-not-utf8", name=name, file=file) from None


def _from_file(named: Settings) -> dict[str, tuple[str, Any]]:
    try:
        path = named.folder / FILE_NAME
        table = tomllib.loads(path.read_text(_UTF8))
    except (FileNotFoundError, Starting):  # without a folder, too; who needs it says so
        return {}
    except OSError as error:
        if not os.access(path.parent, os.X_OK):
            return {}  # nothing in the folder can be used: whoever needs it says so, and what mends
        raise Starting("settings-unreadable", path=path, reason=error.strerror) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Starting("settings-not-toml", path=path, reason=error) from None
    if "data" in table:
        raise Starting("settings-data", path=path)
    known = {row.name for row in ROWS}
    for name in table:
        if name not in known:
            raise Starting("setting-unknown", path=path, name=name)
    return {name: (f"{name} in {path}", value) for name, value in table.items()}
