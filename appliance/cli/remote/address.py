"""Which chat is meant: from the option, the environment or this machine's settings."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

from appliance import settings
from appliance.cli.terminal.exit import Usage
from appliance.environment import remote_url
from appliance.errors import Starting
from appliance.host import whereabouts
from appliance.host.kept_port import usual_port
from appliance.network.addresses import local_url
from appliance.visible import visible


class ChatAddress(NamedTuple):
    """Where a chat is: `path` is what its URLs begin with, without the last slash."""

    secure: bool
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, url: str) -> ChatAddress:
        """The address in `url`; http:// may be left out. Raises Usage."""
        try:
            parts = urlsplit(url if "://" in url else f"http://{url}")
            host, port = parts.hostname, parts.port
        except ValueError:
            host = port = None
            parts = urlsplit("")
        if not host or parts.scheme not in ("http", "https") or not _plain(url, parts.path):
            raise Usage("address-wrong", address=visible(url))
        if parts.username is not None:
            raise Usage("address-with-user")
        secure = parts.scheme == "https"
        return cls(secure, host, port or (443 if secure else 80), parts.path.rstrip("/"))

    def __str__(self) -> str:
        scheme = "https" if self.secure else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}{self.path}/"


def chosen(option: str | None, environment: Mapping[str, str]) -> ChatAddress:
    """The address `option` names; without it CHAT_URL, or this machine's own chat."""
    return ChatAddress.parse(option or remote_url(environment) or _own(environment))


def _own(environment: Mapping[str, str]) -> str:
    own = settings.read({}, environment)
    with suppress(Starting):  # without a home there is no chat in it, but perhaps one at the port
        running = whereabouts.find(own.folder)
        return running.url if running else _at(own.host, usual_port(own))
    return _at(own.host, own.port)


def _at(host: str, port: int) -> str:
    if port == 0:
        raise Starting("address-without-port")
    return local_url(host, port)


def _plain(url: str, path: str) -> bool:
    return url.isprintable() and " " not in url and path.isascii()
