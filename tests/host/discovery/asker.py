"""Asks everybody on the network for the IPv4 addresses of a name, and prints each that comes
within a second. A program of its own, run where it is to ask; the standard library only.
"""

from __future__ import annotations

import re
import socket
import struct
import sys
import time

_ADDRESS = re.compile(rb"\x00\x01[\x00\x80]\x01(?!\x00{4})....\x00\x04(....)", re.DOTALL)
"""The part of an address record that follows its name: type, class, a time to live, data."""


def main(name: str) -> None:
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    question = struct.pack("!6H", 7, 0, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!2H", 1, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.sendto(question, ("224.0.0.251", 5353))
        ending = time.monotonic() + 1
        while (left := ending - time.monotonic()) > 0:
            asker.settimeout(left)
            try:
                answer = asker.recv(9_000)
            except TimeoutError:
                return
            for address in _ADDRESS.findall(answer):
                print(socket.inet_ntoa(address))


main(sys.argv[1])
