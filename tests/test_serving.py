"""A server of pages ends with its block, also where that fails."""

from __future__ import annotations

import threading
from http.server import SimpleHTTPRequestHandler
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.serving import serving


def test_nothing_of_it_is_left_where_a_test_fails() -> None:
    before = {*threading.enumerate()}
    addresses = []

    def fails() -> None:
        with serving(SimpleHTTPRequestHandler) as address:
            addresses.append(address)
            raise LookupError

    with pytest.raises(LookupError):
        fails()
    with pytest.raises(URLError):
        urlopen(addresses[0], timeout=5)
    assert {*threading.enumerate()} <= before
