"""Counting the other devices."""

from __future__ import annotations

import falcon
from falcon.testing import create_environ

from appliance.web.reach import MAX_DEVICES, Reach


def ask_from(reach: Reach, address: str) -> None:
    request = falcon.Request(create_environ(remote_addr=address))
    reach.process_request(request, falcon.Response())


def test_a_device_counts_once_and_this_machine_never() -> None:
    times = iter(["1", "2", "3"])
    reach = Reach(lambda address: address != "192.0.2.1", lambda: next(times))
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.2", "192.0.2.1"):
        ask_from(reach, address)
    assert (reach.devices, reach.last) == (2, "3")
    assert reach.among({"192.0.2.1", "192.0.2.2", "192.0.2.9"}) == 1
    reach.forget()
    assert (reach.devices, reach.last) == (0, None)


def test_only_so_many_are_remembered() -> None:
    reach = Reach(lambda address: True, lambda: "now")
    for number in range(MAX_DEVICES + 10):
        ask_from(reach, f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert reach.devices == MAX_DEVICES
