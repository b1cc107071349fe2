from __future__ import annotations

import pytest

from appliance.web.server.clients import Client, ClientLimits
from appliance.web.server.holdings import Held, HeldBuffer, Holdings, Overfull, TooMuch

PLENTY = ClientLimits(connections=1_000, requests=1_000)


def client(*, exempt: bool = False) -> Client:
    return Client(PLENTY, "192.0.2.1", exempt=exempt)


def test_a_client_holds_so_much_over_all_its_connections_and_no_more() -> None:
    holdings, one = Holdings(total=100, client=10), client()
    first, second = Held(holdings, one), Held(holdings, one)
    first.resize(6, one)
    second.resize(4, one)
    with pytest.raises(TooMuch):
        second.resize(5, one)
    assert (holdings.held, one.held, second.size) == (6, 6, 0)
    first.let_go()
    second.resize(10, one)
    assert (holdings.held, one.held) == (10, 10)


def test_all_together_hold_so_much_and_no_more() -> None:
    holdings = Holdings(total=15, client=10)
    one, other = client(), client()
    Held(holdings, one).resize(10, one)
    with pytest.raises(Overfull):
        Held(holdings, other).resize(6, other)
    Held(holdings, other).resize(5, other)


def test_this_machines_own_programs_are_bounded_by_the_total_only() -> None:
    holdings, own = Holdings(total=15, client=10), client(exempt=True)
    Held(holdings, own).resize(15, own)
    with pytest.raises(Overfull):
        Held(holdings, own).resize(1, own)


def test_what_is_held_goes_over_to_the_client_that_a_proxy_names() -> None:
    holdings, proxy, one = Holdings(), client(exempt=True), client()
    held = Held(holdings, proxy)
    held.resize(7, proxy)
    held.resize(9, one)
    assert (proxy.held, one.held, holdings.held) == (0, 9, 9)


def test_a_buffer_that_many_share_is_in_memory_once() -> None:
    holdings = Holdings(total=15, client=10)
    buffer = bytes(8)
    each = [client() for _ in range(50)]
    held = [HeldBuffer(holdings, one, buffer) for one in each]
    assert holdings.held == 8
    assert {one.held for one in each} == {8}
    for one in held[1:]:
        one.let_go()
    assert holdings.held == 8
    held[0].let_go()
    assert holdings.held == 0
    assert {one.held for one in each} == {0}


def test_a_client_that_takes_none_of_its_answers_holds_each_of_them() -> None:
    holdings, one, buffer = Holdings(total=100, client=20), client(), bytes(8)
    held = [HeldBuffer(holdings, one, buffer) for _ in range(2)]
    with pytest.raises(TooMuch):
        HeldBuffer(holdings, one, buffer)
    held[0].let_go()
    HeldBuffer(holdings, one, buffer)
    assert (holdings.held, one.held) == (8, 16)


def test_other_buffers_count_beside_it() -> None:
    holdings = Holdings(total=15, client=10)
    held = HeldBuffer(holdings, client(), bytes(8))
    with pytest.raises(Overfull):
        HeldBuffer(holdings, client(), bytes(9))
    held.let_go()  # until here its buffer is there, and no other is in its place
