"""``python -m tests.soak.sender HOST PORT NAME FILE``: posts, and repeats until it is acknowledged.

Writes a line to FILE for each receipt: the message's number and the id it got. Ends when its
standard input does; with an error when an answer is neither a receipt nor a plea for patience.
"""

from __future__ import annotations

import http.client
import json
import random
import select
import sys
from pathlib import Path
from typing import Final

BETWEEN_SECONDS: Final = (0.5, 3.0)
AGAIN_SECONDS: Final = 0.5
ANSWER_SECONDS: Final = 8.0
PATIENCE: Final = (429, 503, 507)


class Sender:
    """One member."""

    def __init__(self, host: str, port: int, name: str) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS)
        self._name = name

    def post(self, number: int) -> int | None:
        """The id of message `number`; None if it has to be sent again."""
        said = {"nick": self._name, "message": text(self._name, number), "key": str(number)}
        said["room"] = f"room-{number % 5}"
        headers = {"Content-Type": "application/json"}
        try:
            self._connection.request("POST", "/pub", json.dumps(said), headers)
            answer = self._connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return None
        if answer.status in PATIENCE:
            return None
        if answer.status != http.HTTPStatus.OK:
            raise SystemExit(f"{answer.status} to message {number}: {body.decode()}")
        return int(json.loads(body)["id"])


def text(name: str, number: int) -> str:
    """What message `number` says; of different lengths."""
    return f"{name} {number} " + "x" * (number * 37 % 400)


def main() -> None:
    """Post until nobody listens any more."""
    host, port, name, path = sys.argv[1:]
    rng, sender, number = random.Random(name), Sender(host, int(port), name), 0
    with Path(path).open("w", buffering=1) as file:
        while True:
            receipt = sender.post(number)
            if receipt is not None:
                file.write(f"{number} {receipt}\n")
                number += 1
            pause = AGAIN_SECONDS if receipt is None else rng.uniform(*BETWEEN_SECONDS)
            if select.select([sys.stdin], [], [], pause)[0]:
                return


if __name__ == "__main__":
    main()
