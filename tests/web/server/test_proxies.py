from __future__ import annotations

import pytest

from appliance.web.server.proxies import Proxies

PROXIES = Proxies.parse("127.0.0.1, 172.16.0.0/12, fd00::/8")


def asked_by(*values: str, peer: str = "127.0.0.1") -> str:
    return PROXIES.client(peer, [(b"X-Forwarded-For", value.encode()) for value in values])


@pytest.mark.parametrize("address", ["127.0.0.1", "172.31.255.1", "fd00::1"])
def test_a_named_proxy_is_believed(address: str) -> None:
    assert address in PROXIES


@pytest.mark.parametrize("address", ["127.0.0.2", "172.32.0.1", "fe80::1", "192.168.1.1"])
def test_nobody_else_is(address: str) -> None:
    assert address not in PROXIES
    assert address not in Proxies.parse("")


@pytest.mark.parametrize(
    ("values", "client"),
    [
        (["192.168.1.7"], "192.168.1.7"),
        (["2001:db8::7"], "2001:db8::7"),
        (["192.168.1.7:50312"], "192.168.1.7"),
        (["[2001:db8::7]:50312"], "2001:db8::7"),
        (["::ffff:192.168.1.7"], "192.168.1.7"),
        # Through two proxies.
        (["192.168.1.7, 172.17.0.1"], "192.168.1.7"),
        (["192.168.1.7", "172.17.0.1"], "192.168.1.7"),
        # A proxy itself asks.
        (["172.17.0.1"], "172.17.0.1"),
    ],
)
def test_the_nearest_address_that_is_no_proxy_asks(values: list[str], client: str) -> None:
    assert asked_by(*values) == client


@pytest.mark.parametrize(
    ("values", "client"),
    [
        (["127.0.0.1, 192.168.1.7"], "192.168.1.7"),
        (["10.0.0.1, 192.168.1.7"], "192.168.1.7"),
        (["nonsense, 192.168.1.7"], "192.168.1.7"),
        (["192.168.1.1, nonsense"], "127.0.0.1"),
        (["192.168.1.1, nonsense, 172.17.0.1"], "172.17.0.1"),
        ([""], "127.0.0.1"),
        ([], "127.0.0.1"),
        (["10.0.0.1, " + ", ".join(["172.17.0.1"] * 40)], "172.17.0.1"),
    ],
)
def test_what_a_client_made_up_is_not_believed(values: list[str], client: str) -> None:
    assert asked_by(*values) == client


@pytest.mark.parametrize("text", ["nonsense", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.1;10.0.0.2"])
def test_a_network_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not|bits"):
        Proxies.parse(text)
