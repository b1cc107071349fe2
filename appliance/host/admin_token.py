"""The admin's token: who can read the data folder may change who may join."""

from __future__ import annotations

import logging
import re
import secrets
import time
from pathlib import Path
from typing import Final, NamedTuple

from appliance.errors import Starting
from appliance.files import FULL
from appliance.host import private_file
from appliance.web.access import admin_code

NAME: Final = "admin.token"

_TOKEN: Final = re.compile(r"[0-9a-f]{32}")
_log: Final = logging.getLogger(__name__)


class Token(NamedTuple):
    """`fresh` says that it was made just now: nobody has been told."""

    text: str
    fresh: bool


def admin_token(folder: Path) -> Token:
    """The token in `folder`, made if there is none yet; it is as private as the folder.

    On a full disk it cannot be kept, and is another one at the next start. Raises Starting for a
    file that cannot be used.
    """
    path = folder / NAME
    try:
        fresh = not path.exists()
        text = _made(path) if fresh else path.read_text("ascii").strip()
    except OSError as error:
        reason = error.strerror or error
        raise Starting("token-unusable", path=path, reason=reason) from None
    except UnicodeDecodeError:
        raise Starting("token-not-text", path=path) from None
    if not _TOKEN.fullmatch(text):
        raise Starting("token-none", path=path)
    return Token(text, fresh)


def known(folder: Path) -> str:
    """The token that a chat with `folder` has made. Raises Starting where it cannot be read."""
    path = folder / NAME
    try:
        text = path.read_text("ascii").strip()
    except FileNotFoundError:
        raise Starting("no-chat-with-token", folder=folder) from None
    except (OSError, UnicodeDecodeError):
        raise Starting("not-readable", path=path) from None
    if not _TOKEN.fullmatch(text):
        raise Starting("token-none-restart", path=path)
    return text


def link(url: str, token: str) -> str:
    """The address that makes who opens it the admin of the chat at `url`, whenever."""
    return f"{url}admin?token={token}"


def passing_link(url: str, folder: Path) -> str:
    """The same for one browser, once and soon, as others may read it on its way; or `url` where
    the token in `folder` cannot be read.
    """
    try:
        token = known(folder)
    except Starting:
        return url
    return f"{url}admin?code={admin_code.make(token, time.time())}"


def _made(path: Path) -> str:
    text = secrets.token_hex(16)
    try:
        private_file.write(path, f"{text}\n", synced=True)
    except OSError as error:
        if error.errno not in FULL:
            raise
        _log.warning("The admin's token cannot be kept: the disk is full. It is for this run only.")
    return text
