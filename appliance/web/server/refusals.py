"""What this server refuses by itself, before any app is asked."""

from __future__ import annotations

from appliance.errors import BadInput, Problem


class HeadTooLarge(Problem):
    status = 431
    title = "The request's head is too large"


class BadTarget(BadInput):
    """The target of a request is neither a path nor an http address."""

    def __init__(self) -> None:
        super().__init__("target-not-valid")


class NotImplementedHere(Problem):
    status = 501
    title = "Not something this server does"


class UnknownMethod(NotImplementedHere):
    """A method that is well written and means nothing here (RFC 9110, 9.1: 501, not 400)."""

    def __init__(self) -> None:
        super().__init__("method-unknown")


class WrongMethod(Problem):
    """The address knows other methods."""

    status = 405
    title = "Not a method of this address"


class NothingHere(Problem):
    """No address of this chat."""

    status = 404
    title = "Nothing is here"


class VersionNotSupported(Problem):
    status = 505
    title = "Not a version of HTTP this server speaks"

    def __init__(self) -> None:
        super().__init__("version-unknown")


class TooSlow(Problem):
    """The request did not arrive in time."""

    status = 408
    title = "Too slow"
