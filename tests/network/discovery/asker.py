"""Asks everybody on the network for the IPv4 addresses of a name, and prints each that comes
within a second. A program of its own, run where it is to ask; the standard library only.

    asker.py NAME [OWN...]     asks by the cards with these addresses of its own; prints OWN first
"""

from __future__ import annotations

import re
import select
import socket
import struct
import sys
import time

_ADDRESS = re.compile(rb"\x00\x01[\x00\x80]\x01(?!\x00{4})....\x00\x04(....)", re.DOTALL)
"""The part of an address record that follows its name: type, class, a time to live, data."""


def main(name: str, *cards: str) -> None:
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    question = struct.pack("!6H", 7, 0, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!2H", 1, 1)
    askers = {}
    for card in cards or ("",):
        asker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        if card:
            asker.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(card))
        asker.sendto(question, ("224.0.0.251", 5353))
        askers[asker] = card
    ending = time.monotonic() + 1
    while (left := ending - time.monotonic()) > 0:
        for asker in select.select(list(askers), [], [], left)[0]:
            for address in _ADDRESS.findall(asker.recv(9_000)):
                print(askers[asker], socket.inet_ntoa(address))


main(*sys.argv[1:])
