"""Somebody who posts without pause and repeats each message until it is acknowledged."""

from __future__ import annotations

import contextlib
import http.client
import json
import sys
import time
from typing import Final

from tests.running import DEADLINE, SOON

ANSWER_SECONDS: Final = SOON
"""Of a container that was killed nobody may say so: what is sent to its old address is lost."""

AWAY_SECONDS: Final = 10 * DEADLINE
"""A server that is away for longer than this ends the sender with an error. Where it is killed over
and over, a busy machine leaves it no time to answer anybody in between."""


class Sender:
    """A member with a cookie of its own and one connection that is kept open."""

    def __init__(self, port: int, name: str, member: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
        self._name = name
        self._headers = {"Cookie": f"member={member}", "Content-Type": "application/json"}

    def send(self, number: int) -> int:
        """Post message `number` until it is acknowledged; its id."""
        body = json.dumps(
            {
                "nick": self._name,
                "message": f"{self._name} {number}",
                "room": f"room-{number % 3}",
                "key": f"{self._name}-{number}",
            }
        )
        deadline = time.monotonic() + AWAY_SECONDS
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                status, answer = self._ask(body)
                if status == http.HTTPStatus.OK:
                    return int(answer["id"])
                if status != http.HTTPStatus.SERVICE_UNAVAILABLE:
                    raise AssertionError(f"{status}: {answer}")
            self._connection.close()
            if time.monotonic() > deadline:
                raise AssertionError(f"no acknowledgement of {body}")
            time.sleep(0.005)  # the server is just being started again

    def _ask(self, body: str) -> tuple[int, dict[str, str]]:
        self._connection.request("POST", "/pub", body, self._headers)
        answer = self._connection.getresponse()
        return answer.status, json.loads(answer.read())


def main(port: int, name: str, member: str) -> None:
    """Send until stdin closes; prints `begun N` before each message, `N id` for its receipt."""
    sender = Sender(port, name, member)
    number = 0
    try:
        while True:
            print(f"begun {number}", flush=True)
            print(number, sender.send(number), flush=True)
            number += 1
    except BrokenPipeError:
        return


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
