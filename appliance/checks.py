"""What is wrong with a setting's text: the name of the problem, or nothing where it is right."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from appliance.invisible import IGNORABLE, without_invisible

_IGNORABLE = re.compile(f"[{IGNORABLE}]")


def address(value: str) -> str:
    """What is wrong with `value` as an address to listen on."""
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return "setting-not-address"
    return ""


def web_url(value: str) -> str:
    """What is wrong with `value` as the URL of a page."""
    if re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value, re.IGNORECASE) is None:
        return "setting-not-web-address"
    try:
        parts = urlsplit(value)
    except ValueError:
        return "setting-without-host"
    if not parts.hostname:
        return "setting-without-host"
    if "@" in parts.netloc:
        return "setting-with-user"
    return "" if _is_port(parts) else "setting-port-wrong"


def _is_port(parts: SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False


def networks(value: str) -> str:
    """What is wrong with `value` as a list of addresses and networks."""
    try:
        for name in value.split(","):
            ipaddress.ip_network(name.strip())
    except ValueError:
        return "setting-not-networks"
    return ""


def log_format(value: str) -> str:
    return "" if value in ("text", "lines", "json") else "setting-not-log-format"


def door(value: str) -> str:
    return "" if value in ("open", "passcode", "approve", "locked") else "setting-not-door"


def edit_minutes(value: str) -> str:
    number = value.isascii() and value.isdigit() and 0 < int(value[:7]) <= 525_600
    known = value in ("off", "ever") or (number and len(value) <= 6)
    return "" if known else "setting-not-edit-minutes"


def passcode(value: str) -> str:
    """What is wrong with `value` as a passcode, without saying it again."""
    return "" if 6 <= len(value) <= 64 and value.isprintable() else "setting-not-passcode"


def anything(value: str) -> str:
    """What is wrong with `value` as a text that people read: joiners may stand in words and emoji
    that are written with them, and nothing else that cannot be seen.
    """
    seen = _IGNORABLE.sub("", value)
    good = seen.isprintable() and without_invisible(value) == value
    return "" if good else "setting-not-plain"
