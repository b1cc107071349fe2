"""What is wrong with a setting's text: a few words, or nothing where it is right."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from appliance.invisible import IGNORABLE, without_invisible

_IGNORABLE = re.compile(f"[{IGNORABLE}]")


def address(value: str) -> str:
    """What is wrong with `value` as an address to listen on."""
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return "must be an IP address such as 127.0.0.1"
    return ""


def web_url(value: str) -> str:
    """What is wrong with `value` as the URL of a page."""
    if re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value) is None:
        return "must be an address that begins with http:// or https://, without ? and #"
    try:
        good = bool(urlsplit(value).hostname)
    except ValueError:
        good = False
    return "" if good else "must be an address with the name or number of a host"


def networks(value: str) -> str:
    """What is wrong with `value` as a list of addresses and networks."""
    try:
        for name in value.split(","):
            ipaddress.ip_network(name.strip())
    except ValueError:
        return "must be addresses or networks such as 172.16.0.0/12, separated by commas"
    return ""


def log_format(value: str) -> str:
    return "" if value in ("text", "lines", "json") else "must be text, lines or json"


def anything(value: str) -> str:
    """What is wrong with `value` as a text that people read: joiners may stand in words and emoji
    that are written with them, and nothing else that cannot be seen.
    """
    seen = _IGNORABLE.sub("", value)
    good = seen.isprintable() and without_invisible(value) == value
    return "" if good else "must be one line of plain text"
