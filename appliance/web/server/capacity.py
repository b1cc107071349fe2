"""How many connections there may be: each is an open file, and the system counts those."""

from __future__ import annotations

from typing import Final

RESERVE: Final = 256
"""Files kept back for the log, its readers, the page's last words to clients, and whatever is
opened while the chat runs; a fifth of all where there are few, but no fewer than OWN."""

OWN: Final = 64
"""Files that the chat itself has open, with room for its readers'."""

MOST_MOVING: Final = 128
"""Bodies on their way as streams or files, of all clients together: each may have a file open."""


def file_limit() -> int | None:
    """How many files this process may have open just now; None where the system does not count."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if limit == resource.RLIM_INFINITY else limit


def room_for(most: int, limit: int | None) -> int:
    """Connections that may be open where `most` are wanted and `limit` files allowed."""
    if limit is None:
        return most
    return max(1, min(most, limit - _kept_back(limit)))


def moving_for(limit: int | None) -> int:
    """Bodies that may be on their way where `limit` files are allowed: half of those kept back."""
    return MOST_MOVING if limit is None else min(MOST_MOVING, _kept_back(limit) // 2)


def _kept_back(limit: int) -> int:
    return max(OWN, min(RESERVE, limit // 5))
