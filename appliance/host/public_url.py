"""The address that others type, where the settings know better than the program."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, urlsplit

from appliance.web.typed import plain


class PublicUrl(NamedTuple):
    """`url` and `host` are empty where there is none; `path` is the one of the chat there, written
    as browsers send it.
    """

    url: str
    host: str
    path: str

    @classmethod
    def of(cls, setting: str) -> PublicUrl:
        """What `setting` means. Its path ends in a slash, said or not: else everything in the page
        would be looked for beside it. It has no dots, which no browser sends, and no doubled
        slashes, which proxies take for one.
        """
        if not setting:
            return cls("", "", "/")
        parts = urlsplit(setting)
        # What has a code is left as it was written.
        path = quote("/".join(["", *plain(parts.path.split("/")), ""]), safe="/%:@!$&'()*+,;=~")
        return cls(f"{parts.scheme}://{parts.netloc}{path}", parts.hostname or "", path)
