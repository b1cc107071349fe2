"""What this server refuses by itself, before any app is asked."""

from __future__ import annotations

from appliance.errors import BadInput, Problem


class HeadTooLarge(Problem):
    status = 431
    title = "The request's head is too large"


class BadTarget(BadInput):
    """The target of a request is neither a path nor an http address."""

    def __init__(self) -> None:
        super().__init__(
            "The request's target is not a valid path. Whatever is not plain ASCII, and every "
            "space, is written with % and its code."
        )


class NotImplementedHere(Problem):
    status = 501
    title = "Not something this server does"


class UnknownMethod(NotImplementedHere):
    """A method that is well written and means nothing here (RFC 9110, 9.1: 501, not 400)."""

    def __init__(self) -> None:
        super().__init__("The request's method is none that this server knows.")


class VersionNotSupported(Problem):
    status = 505
    title = "Not a version of HTTP this server speaks"

    def __init__(self) -> None:
        super().__init__("This server speaks HTTP/1.1 and HTTP/1.0.")


class TooSlow(Problem):
    """The request did not arrive in time."""

    status = 408
    title = "Too slow"
