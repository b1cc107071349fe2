"""What processes tell each other over 0MQ PUB/SUB: one PUB and one SUB for each process.

A 0MQ socket for each request dies of open files at about 1,000 clients. The bus may lose, repeat or
reorder anything: whoever follows a topic knows by what is said there whether something is missing,
and where the truth is.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, Final

import gevent
import zmq.green as zmq

from appliance.errors import Problem
from appliance.steady import Steady

ENTRIES: Final = b"entries"
"""The topic of new entries of the log; `announcement` makes what is said there."""

HIGH_WATER: Final = 500
"""Words queued on either side, of all topics; further ones are dropped. What is said at once under
one topic is bounded by who says it: with 64 KB each, 64 MB for both sides."""

TURN_SECONDS: Final = 1.0
"""A bus on which nothing is said is looked at this often, so that it can be told from one that is
held up."""

_numbers: Final = itertools.count(1)


class Bus:
    """Says things under topics, and hears what was said, by whichever process."""

    def __init__(self) -> None:
        address = f"inproc://bus-{next(_numbers)}"
        self._out = _socket(zmq.PUB)
        self._out.bind(address)
        self._in = _socket(zmq.SUB)
        self._in.connect(address)
        self._ears: dict[bytes, Steady] = {}
        self._turns = Steady("hearing-bus", self._turn, gevent.sleep)
        self._greenlet = gevent.spawn(self._turns.run)

    def publish(self, topic: bytes, words: bytes) -> None:
        """Tell whoever follows `topic`, which has no space; never blocks (PUB drops what a full
        queue cannot take).
        """
        self._out.send(b"%b %b" % (topic, words))

    def follow(self, topic: bytes, hear: Callable[[bytes], object]) -> None:
        """Call `hear`, which must not block, with all that is said under `topic` from now on. What
        it raises is logged, and keeps no other topic from being heard.
        """
        self._ears[topic] = Steady("hearing-topic", hear, topic=topic.decode())
        self._in.subscribe(topic + b" ")

    def fails(self, topic: bytes) -> bool:
        """Whether what was said last under `topic` was not heard."""
        return bool(self._ears[topic].failed)

    def trouble(self) -> Problem | None:
        """What to tell if it is not heard what is said just now, be it by one ear."""
        failed = (ear.failed for ear in self._ears.values() if ear.failed)
        return self._turns.trouble(3 * TURN_SECONDS) or next(failed, None)

    def close(self) -> None:
        self._greenlet.kill()
        self._out.close()
        self._in.close()

    def _turn(self) -> None:
        if self._in.poll(int(TURN_SECONDS * 1000)):
            topic, _, words = self._in.recv().partition(b" ")
            self._ears[topic].step(words)


def _socket(kind: int) -> zmq.Socket[Any]:
    context: zmq.Context[Any] = zmq.Context.instance()
    socket: zmq.Socket[Any] = context.socket(kind)
    socket.set_hwm(HIGH_WATER)
    socket.linger = 0
    return socket
