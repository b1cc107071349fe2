"""How many files this process may have open: each parked poll is one."""

from __future__ import annotations

from appliance.errors import Starting
from appliance.web.server.capacity import OWN


def raise_file_limit() -> None:
    """As many as the system lets us have. Raises Starting where those would not do for the chat
    alone: it would be ready and let nobody in.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if most != resource.RLIM_INFINITY and most < OWN:
        raise Starting("too-few-files", most=most, needed=OWN)
