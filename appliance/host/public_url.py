"""The address that others type, where the settings know better than the program."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, urlsplit


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
        would be looked for beside it.
        """
        if not setting:
            return cls("", "", "/")
        parts = urlsplit(setting)
        # What has a code is left as it was written.
        path = quote(f"{parts.path.rstrip('/')}/", safe="/%:@!$&'()*+,;=~")
        return cls(f"{parts.scheme}://{parts.netloc}{path}", parts.hostname or "", path)
