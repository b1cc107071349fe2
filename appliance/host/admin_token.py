"""The admin's token: who can read the data folder may change who may join."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Final

from appliance.errors import Starting
from appliance.host import whole_file

NAME: Final = "admin.token"

_TOKEN: Final = re.compile(r"[0-9a-f]{32}")


def admin_token(folder: Path) -> str:
    """The token in `folder`, which is made if there is none yet; only the owner can read it.

    Raises Starting for a file that cannot be used.
    """
    path = folder / NAME
    try:
        if not path.exists():
            whole_file.write(path, f"{secrets.token_hex(16)}\n", synced=True)
        token = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise Starting(f"The admin's token {path} cannot be used: {reason}. Delete it.") from None
    if not _TOKEN.fullmatch(token):
        raise Starting(f"{path} holds no admin's token. Delete it; the chat makes a new one.")
    return token


def link(url: str, folder: Path) -> str:
    """The address that makes who opens it the admin of the chat at `url`, or `url` where the token
    in `folder` cannot be read.
    """
    try:
        token = (folder / NAME).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return url
    return f"{url}admin?token={token}" if _TOKEN.fullmatch(token) else url
