"""Other users of this machine, who may not do what root may."""

from __future__ import annotations

import os
import shutil
from typing import Final

from tests.conftest import unavailable

NOBODY: Final = 65534


def as_user(number: int, group: int | None = None) -> tuple[str, ...]:
    """The beginning of a command that is to run as this user, whom the system need not know, in
    the group of the same number or in another.
    """
    if os.geteuid() != 0:
        unavailable("only root can be another user")
    if shutil.which("setpriv") is None:
        unavailable("setpriv is not installed (apt-get install util-linux)")
    group = number if group is None else group
    return ("setpriv", f"--reuid={number}", f"--regid={group}", "--clear-groups")
