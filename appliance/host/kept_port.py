"""The port at which a chat was when it last ran: its addresses were given away."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from appliance.host.note import Note
from appliance.settings import Settings

_NAME: Final = "port.json"
_HIGHEST: Final = 65_535
_log: Final = logging.getLogger(__name__)


def kept_port(folder: Path) -> int | None:
    """That of the chat in the data `folder`; None where it never ran, or always at a chosen one."""
    said = Note(folder / _NAME).read().get("port")
    return said if type(said) is int and 0 < said <= _HIGHEST else None


def usual_port(settings: Settings) -> int:
    """Where its chat is, unless that is taken: as the settings say, or else where it was, or else
    where all are at first. Raises Starting if no data folder is named and the user has no home.
    """
    kept = None if "port" in settings.chosen else kept_port(settings.folder)
    return kept or settings.port


def keep_port(folder: Path, port: int) -> None:
    """For the next start. What cannot be written changes nothing until then."""
    if port == kept_port(folder):
        return
    try:
        Note(folder / _NAME).write({"port": port})
    except OSError as error:
        _log.warning(
            "That the chat is at port %d cannot be noted in its data folder: %s. After the next "
            "start its address may be another one.",
            port,
            error.strerror,
        )
