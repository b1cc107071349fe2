"""What a chat is called on the network: rules without I/O."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

CHAT: Final = "_chat-appliance._tcp.local."
"""The type of service that only chats are."""

WEB: Final = "_http._tcp.local."
"""What any browser of the network's services lists."""

LABEL: Final = 63
"""Bytes of one label of a name (RFC 1035, 2.3.4)."""

_NUMBER_ROOM: Final = 5
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.local")


def host_label(machine: str) -> str:
    """The machine's host name as the first label of NAME.local; "chat" where nothing is left."""
    short = machine.partition(".")[0]
    plain = unicodedata.normalize("NFKD", short).encode("ascii", "ignore").decode().lower()
    label = re.sub(r"[^a-z0-9]+", "-", plain)[: LABEL - _NUMBER_ROOM].strip("-")
    return "chat" if label in ("", "localhost") else label


def instance_label(name: str) -> str:
    """The chat's name as a service's instance: a dot would be the end of the label."""
    text = " ".join(name.replace(".", " ").split())
    return shortened(text, LABEL - _NUMBER_ROOM) or "Chat"


def numbered(label: str, number: int) -> str:
    """`label` itself for the number 1, as long as nobody else has it; then label-2 and so on."""
    return label if number == 1 else f"{label}-{number}"


def is_host(name: str) -> bool:
    """Whether `name` is a NAME.local that can stand in a URL."""
    return _HOST.fullmatch(name) is not None


def shortened(text: str, size: int) -> str:
    """The beginning of `text` that takes at most `size` bytes."""
    return text.encode("utf-8", "replace")[:size].decode("utf-8", "ignore").strip()
