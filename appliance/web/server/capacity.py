"""How many connections there may be: each is an open file, and the system counts those."""

from __future__ import annotations

from typing import Final

RESERVE: Final = 256
"""Files kept back for the log, its readers, the page's last words to clients, and whatever is
opened while the chat runs; a fifth of all where there are few, but no fewer than OWN."""

OWN: Final = 64
"""Files that the chat itself has open, with room for its readers'."""


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
    return max(1, min(most, limit - max(OWN, min(RESERVE, limit // 5))))
