"""Headers that go with every answer."""

from __future__ import annotations

from typing import Final

import falcon

POLICY: Final = (
    "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
"""Nothing is loaded from elsewhere, no inline script runs, no other page frames this one. What is
about to be sent is shown from memory, which is `blob:`.
"""


PRIVATE: Final = frozenset({"private", "no-store"})
"""Either keeps an answer out of the caches that people share."""


class Headers:
    """Falcon middleware that adds them; an answer that is read by programs needs fewer.

    Whatever gives a cookie is private: who got it from a cache would be somebody else.
    """

    def process_response(
        self, req: falcon.Request, resp: falcon.Response, resource: object, ok: bool
    ) -> None:
        resp.set_header("X-Content-Type-Options", "nosniff")
        resp.set_header("Cross-Origin-Resource-Policy", "same-origin")
        kept = resp.get_header("Cache-Control") or "no-store"
        if resp.context.get("gives_cookie") and PRIVATE.isdisjoint(kept.split(", ")):
            kept = f"private, {kept}"
        resp.set_header("Cache-Control", kept)
        if (resp.content_type or "").startswith(("text/html", "image/svg+xml")):
            if resp.get_header("Content-Security-Policy") is None:
                resp.set_header("Content-Security-Policy", POLICY)
            resp.set_header("Referrer-Policy", "same-origin")
