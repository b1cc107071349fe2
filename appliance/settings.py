"""Every setting, declared once: name, default, unit, help.

Read from the command line, then `CHAT_*` (or `CHAT_*_FILE`, a file that holds the value), then
`chat.toml` in the data folder, then the default. Nothing else reads the environment.
"""

from __future__ import annotations

import argparse
import ipaddress
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Final, TypeVar

from platformdirs import user_data_path

from appliance.errors import Starting

FILE_NAME: Final = "chat.toml"
_PREFIX: Final = "CHAT_"

T = TypeVar("T")


def _setting(default: T, text: str, unit: str = "", low: float = 0, high: float = 1e12) -> T:
    """One row of the table; numbers lie between `low` and `high`."""
    metadata = {"help": text, "unit": unit, "low": low, "high": high}
    value: T = field(default=default, metadata=metadata)
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The table. Frozen: what was read at start holds until the end."""

    host: str = _setting("", "Address to listen on; empty for all of this machine's addresses.")
    port: int = _setting(8080, "Port to listen on; 0 for any free one.", low=0, high=65_535)
    data: str = _setting("", "Folder that holds the whole chat; empty for the user's own.")
    name: str = _setting("Chat", "Name of this chat, as the page shows it.")
    public_url: str = _setting("", "Address others can type, where the program cannot know it.")
    allow_host: str = _setting("", "Further host names to answer to, separated by commas.")
    max_message: int = _setting(4_000, "Longest message.", "characters", low=1, high=100_000)
    max_nick: int = _setting(40, "Longest nickname.", "characters", low=1, high=1_000)
    max_rooms: int = _setting(1_000, "Most rooms.", "rooms", low=1, high=100_000)
    max_body: int = _setting(65_536, "Largest request body.", "bytes", low=1_024, high=2**24)
    max_head: int = _setting(16_384, "Largest request head.", "bytes", low=1_024, high=2**20)
    head_timeout: float = _setting(10.0, "Time to send a request's head.", "seconds", low=0.1)
    body_timeout: float = _setting(30.0, "Time to send a request's body.", "seconds", low=0.1)
    idle_timeout: float = _setting(
        30.0, "Time between two requests on a connection.", "seconds", low=0.1
    )
    write_timeout: float = _setting(
        30.0, "Time without taking any of an answer.", "seconds", low=0.1
    )
    max_connections: int = _setting(
        200, "Connections of one address; this machine's own are exempt.", "connections", low=1
    )
    max_requests: int = _setting(
        100, "Requests of one address; this machine's own are exempt.", "per second", low=1
    )

    @property
    def folder(self) -> Path:
        """The data folder as a path."""
        return Path(self.data) if self.data else user_data_path("chat-appliance", appauthor=False)


ROWS: Final[Sequence[Field[Any]]] = fields(Settings)


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
    value = f"{row.default:g}" if isinstance(row.default, float) else str(row.default)
    return f"{value} {row.metadata['unit']}".strip()


def add_options(parser: argparse.ArgumentParser) -> None:
    """One option for each row."""
    for row in ROWS:
        parser.add_argument(
            option(row),
            metavar=(row.metadata["unit"] or type(row.default).__name__).upper().split()[-1],
            help=f"{row.metadata['help']} Default: {shown_default(row)}. ({variable(row)})",
        )


def read(arguments: Mapping[str, str | None], environment: Mapping[str, str]) -> Settings:
    """The settings in force. Raises Starting, naming the setting and where it was read."""
    given = _from_environment(environment)
    given |= {
        row.name: (option(row), value)
        for row in ROWS
        if (value := arguments.get(row.name)) is not None
    }
    data = str(given["data"][1]) if "data" in given else ""
    given = _from_file(Settings(data=data).folder / FILE_NAME) | given
    settings = Settings(
        **{
            row.name: _value(row, source, value)
            for row in ROWS
            for source, value in [given.get(row.name, ("", row.default))]
        }
    )
    _check(settings)
    return settings


def _from_environment(environment: Mapping[str, str]) -> dict[str, tuple[str, Any]]:
    found: dict[str, tuple[str, Any]] = {}
    for row in ROWS:
        name = variable(row)
        file = environment.get(f"{name}_FILE")
        if name in environment:
            found[row.name] = (name, environment[name])
        elif file is not None:
            try:
                found[row.name] = (f"{name}_FILE", Path(file).read_text("utf-8").strip())
            except (OSError, UnicodeDecodeError) as error:
                raise Starting(
                    f"{name}_FILE names {file}, which cannot be read: {error}."
                ) from None
    return found


def _from_file(path: Path) -> dict[str, tuple[str, Any]]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Starting(f"{path} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Starting(f"{path} is not valid TOML: {error}.") from None
    known = {row.name for row in ROWS} - {"data"}
    for name in table:
        if name not in known:
            raise Starting(f"{path} has a setting that does not exist: {name}.")
    return {name: (f"{name} in {path}", value) for name, value in table.items()}


def _value(row: Field[Any], source: str, value: Any) -> Any:
    """`value` in the type of the row's default, within its bounds."""
    kind: Any = type(row.default)
    if kind is str:
        if not isinstance(value, str):
            raise Starting(f"{source} must be text.")
        return value
    try:
        number = kind(str(value))
    except (TypeError, ValueError):
        raise Starting(f"{source} must be a number, not {value!r}.") from None
    low, high = row.metadata["low"], row.metadata["high"]
    if not low <= number <= high:
        raise Starting(f"{source} must be between {low:,} and {high:,.0f}, not {value}.")
    return number


def _check(settings: Settings) -> None:
    if settings.host:
        try:
            ipaddress.ip_address(settings.host)
        except ValueError:
            raise Starting(
                f"--host must be an IP address such as 127.0.0.1, not {settings.host!r}."
            ) from None
    if settings.public_url and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", settings.public_url):
        raise Starting(
            f"--public-url must begin with http:// or https://: {settings.public_url!r}."
        )
