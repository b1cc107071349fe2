"""Whether a request has a body, and where it ends: by its head alone (RFC 9112, 6.3).

Neither the method nor an offer to change the protocol has a say. Where two readers could come to
two answers, the request is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from appliance.errors import BadInput
from appliance.web.server.body import Body, ChunkedBody, SizedBody
from appliance.web.server.refusals import NotImplementedHere

_LENGTH: Final = re.compile(rb"[0-9]{1,18}")
"""Digits that surely fit 64 bits, wherever they are read."""


def has_body(headers: Mapping[bytes, bytes]) -> bool:
    """Whether they speak of a body at all, be it one of no bytes or one that cannot be read."""
    return b"content-length" in headers or b"transfer-encoding" in headers


def body_of(headers: Mapping[bytes, bytes], version: str, limit: int | None) -> Body | None:
    """The body to read, of at most `limit` bytes (None: a stream); None if there is none.

    `headers` are joined by name, the names in lower case. Raises the Problem to refuse it with.
    """
    coding = headers.get(b"transfer-encoding")
    length = headers.get(b"content-length")
    if coding is not None:
        _check_coding(coding, length, version)
        return ChunkedBody(limit)
    if length is None:
        return None
    if not _LENGTH.fullmatch(length):
        raise BadInput("length-not-number")
    return SizedBody(int(length), limit)


def _check_coding(coding: bytes, length: bytes | None, version: str) -> None:
    if version == "1.0":
        raise BadInput("encoding-version")
    if length is not None:
        raise BadInput("length-and-encoding")
    coding = coding.lower()
    if coding.rpartition(b",")[2].strip() != b"chunked":
        raise BadInput("encoding-not-chunked")
    if coding != b"chunked":
        raise NotImplementedHere("encoding-unknown")
