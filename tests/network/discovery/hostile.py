"""A device that says by mDNS what it should not, until its input ends. A program of its own, run
where it is to speak; the standard library only.

    hostile.py KIND ADDRESS     where ADDRESS is its own, and KIND the name of a function below
"""

from __future__ import annotations

import itertools
import random
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator

GROUP = ("224.0.0.251", 5353)
CHAT = ("_chat-appliance", "_tcp", "local")
A, PTR, TXT, SRV = 1, 12, 16, 33
LONG = 4_500


def name(*labels: str | bytes) -> bytes:
    raw = [label.encode() if isinstance(label, str) else label for label in labels]
    return b"".join(bytes([len(label)]) + label for label in raw) + b"\0"


def record(owner: bytes, kind: int, data: bytes, ttl: int = LONG) -> bytes:
    flush = 0 if kind == PTR else 0x8000
    return owner + struct.pack("!HHIH", kind, 1 | flush, ttl, len(data)) + data


def answer(*records: bytes) -> bytes:
    return struct.pack("!6H", 0, 0x8400, 0, len(records), 0, 0) + b"".join(records)


def pointer(*instance: str | bytes, ttl: int = LONG) -> bytes:
    return record(name(*CHAT), PTR, name(*instance, *CHAT), ttl)


def service(instance: str | bytes, host: bytes, port: int) -> bytes:
    return record(name(instance, *CHAT), SRV, struct.pack("!3H", 0, 0, port) + host)


def facts(instance: str | bytes, *said: bytes) -> bytes:
    text = b"".join(bytes([len(fact)]) + fact for fact in said) or b"\0"
    return record(name(instance, *CHAT), TXT, text)


def place(host: bytes, address: str) -> bytes:
    return record(host, A, socket.inet_aton(address))


def label() -> Iterator[bytes]:
    """A name of bytes that are no text: decoded, it is longer than any name may be."""
    for size in itertools.cycle((63, 40, 22)):
        yield answer(pointer(b"\xff" * size))
        yield answer(pointer(b"\xff" * size, b"\xff" * size))


def crowd() -> Iterator[bytes]:
    """Names that nobody answers for."""
    while True:
        for start in range(0, 300, 20):
            yield answer(*(pointer(f"nobody {number}") for number in range(start, start + 20)))


def nowhere() -> Iterator[bytes]:
    """Chats at addresses where nobody is."""
    for number in itertools.cycle(range(200)):
        chat, host = f"silent {number}", name(f"silent-{number}", "local")
        yield answer(
            pointer(chat),
            service(chat, host, 8080),
            facts(chat, b"id=%d" % number, b"name=Silent"),
            *(place(host, f"198.51.100.{200 + each}") for each in range(20)),
        )


def nonsense() -> Iterator[bytes]:
    """Whatever does not fit together, and packets that are none."""
    host = name("odd", "local")
    unprintable = b"name=\x1b[2J\n"

    def chat(called: str, server: bytes, port: int, address: str, *said: bytes) -> bytes:
        told = service(called, server, port), facts(called, *said), place(server, address)
        return answer(pointer(called), *told)

    yield from itertools.cycle([
        chat("zero", host, 0, "198.51.100.9", b"id=1"),
        chat("nowhere", host, 80, "0.0.0.0", b"id=2"),
        chat("self", host, 80, "127.0.0.1", b"id=3"),
        chat("everybody", host, 80, "224.0.0.251"),
        chat("bytes", name(b"\xff" * 63, "local"), 80, "198.51.100.9", b"\xff" * 200),
        chat("escape", name("\x1b[2J", "local"), 80, "198.51.100.9", unprintable, b"=", b""),
        answer(record(name(*CHAT), PTR, name("elsewhere", "_http", "_tcp", "local"))),
        answer(record(name(*CHAT), PTR, b"\xc0\x0c")),
        answer(record(name(*CHAT), PTR, b"\0")),
        answer(record(name("short", *CHAT), TXT, b"\xc8ab")),
        struct.pack("!6H", 0, 0x8400, 0, 65_535, 65_535, 65_535),
        struct.pack("!6H", 0, 0, 65_535, 0, 0, 0) + b"\xc0\x0c" * 40,
        b"", b"\xff" * 40, random.Random(1).randbytes(1_400),
    ])  # fmt: skip


def takeback() -> Iterator[bytes]:
    """What is others' is taken back, moved to another port, and given another address."""
    host = name("den", "local")
    while True:
        yield answer(pointer("Den", ttl=0))
        yield answer(pointer("Den"), service("Den", host, 9), facts("Den", b"id=x", b"name=Den"),
                     place(host, "198.51.100.222"))  # fmt: skip


def probes() -> Iterator[bytes]:
    """Somebody who is about to take the names, always a bit earlier."""
    owner = name("den", "local")
    ours = record(owner, A, socket.inet_aton("255.255.255.254"), 120)
    question = owner + struct.pack("!2H", 255, 1)
    while True:
        yield struct.pack("!6H", 0, 0, 1, 0, 1, 0) + question + ours


def claims(listener: socket.socket, own: str) -> Iterator[bytes]:
    """Whatever name is asked for, it is ours."""
    while True:
        asked = listener.recv(9_000)
        _, flags, questions, _, authorities, _ = struct.unpack_from("!6H", asked)
        if flags & 0x8000 or not questions or not authorities:
            continue
        end = asked.index(b"\0", 12) + 1
        yield answer(record(asked[12:end], A, socket.inet_aton(own), 120))


SPEAKERS: dict[str, Callable[[], Iterator[bytes]]] = {
    each.__name__: each for each in (label, crowd, nowhere, nonsense, takeback)
}


def spoken(kind: str, own: str, speaker: socket.socket, ended: threading.Event) -> None:
    others = {"claims": lambda: claims(speaker, own), "probes": probes}
    packets = (SPEAKERS | others)[kind]()
    for packet in packets:
        speaker.sendto(packet, GROUP)
        # Who claims only answers; the others say a hundred a second.
        if kind != claims.__name__ and ended.wait(0.01):
            return


def main(kind: str, own: str) -> None:
    speaker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
        speaker.setsockopt(socket.SOL_SOCKET, option, 1)
    speaker.bind(("", GROUP[1]))
    group = socket.inet_aton(GROUP[0]) + socket.inet_aton(own)
    speaker.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)
    ended = threading.Event()
    threading.Thread(target=spoken, args=(kind, own, speaker, ended), daemon=True).start()
    print("there", flush=True)
    sys.stdin.read()
    ended.set()


if __name__ == "__main__":
    main(*sys.argv[1:])
