"""Which names a chat tries, one after another, and when it stops trying: rules without I/O."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Final

from appliance.network.discovery.names import LABEL, numbered, shortened

MOST_TRIES: Final = 15
"""Names that are tried in vain. RFC 6762 (8.1) wants long pauses from then on; who claims each of
so many claims every name, and would keep us from ever being found."""

_TOKEN_BYTES: Final = 8


class Labels:
    """The first labels of a host and of a service's instance, without and then with a number.

    After MOST_TRIES in vain they get a random part. Nobody else can have come by such a name, so
    `own` says that claims to it are not to be believed.
    """

    def __init__(self, host: str, instance: str) -> None:
        self._plain = {"host": host, "instance": instance}
        self._numbers = {"host": 1, "instance": 1}
        self._tries = 0
        self._token = ""

    @property
    def own(self) -> bool:
        return bool(self._token)

    @property
    def host(self) -> str:
        return self._label("host")

    @property
    def instance(self) -> str:
        return self._label("instance")

    def lose(self, kinds: Iterable[str]) -> None:
        """Those of `kinds` ("host", "instance") are somebody else's; none of them if only the
        right to claim them now was lost.
        """
        self._tries += 1
        for kind in kinds:
            self._numbers[kind] += 1
        if self._tries >= MOST_TRIES and not self._token:
            self._token = secrets.token_hex(_TOKEN_BYTES)

    def _label(self, kind: str) -> str:
        plain = self._plain[kind]
        if not self._token:
            return numbered(plain, self._numbers[kind])
        return f"{shortened(plain, LABEL - len(self._token) - 1).rstrip('-')}-{self._token}"
