"""Who makes a room."""

from __future__ import annotations

import falcon
import falcon.testing
import pytest

from appliance.chat.senders import Maker
from appliance.web.access.maker import maker


def of(address: str, **headers: str) -> Maker | None:
    environ = falcon.testing.create_environ(remote_addr=address, headers=headers)
    return maker(falcon.Request(environ))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1"])
def test_this_machine_s_own_user_has_no_limit(address: str) -> None:
    assert of(address) is None


def test_a_proxy_on_this_machine_asks_for_others() -> None:
    for name in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-Ip"):
        assert of("127.0.0.1", **{name: "a"}) == Maker("127.0.0.1")


def test_an_address_of_ipv6_is_one_of_many() -> None:
    assert of("192.0.2.7") == Maker("192.0.2.7")
    assert of("2001:db8::1:2:3:4") == Maker("2001:db8::1:2:3:4", "2001:db8::/64")
