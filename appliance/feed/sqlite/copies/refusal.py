"""What the system refuses to whoever writes a copy, in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from appliance.errors import NotWritten
from appliance.files import FULL


@contextmanager
def telling(target: Path) -> Iterator[None]:
    """Within this block the system's refusals come out as NotWritten."""
    try:
        yield
    except FileExistsError:
        raise NotWritten("target-exists", target=target) from None
    except OSError as error:
        if error.errno in FULL:
            raise NotWritten("target-full", target=target) from None
        reason = error.strerror or error
        raise NotWritten("target-unwritable", target=target, reason=reason) from None
