"""A healthy client beside the fuzzer, a process of its own: posts, and hears each post by a poll.

It runs until its standard input ends, then prints what it saw, as JSON.
"""

from __future__ import annotations

import json
import sys
import threading
import time

from tests.server.raw import RawClient, poll, post


def talk(port: int, stopped: threading.Event) -> dict[str, object]:
    took: list[float] = []
    trouble: list[str] = []
    cursor = 0
    try:
        with RawClient(port) as sender, RawClient(port) as reader:
            while not stopped.wait(0.02):  # the pace of somebody who writes fast
                began = time.monotonic()
                reader.send(poll(cursor, room="healthy"))
                said = sender.ask(post(b"nick=Healthy&room=healthy&message=%d" % len(took)))
                heard = reader.answer()
                took.append(time.monotonic() - began)
                if said.status != 200 or heard.messages != [str(len(took) - 1)]:
                    raise AssertionError(said.wire + heard.wire)
                cursor = int(heard.json["cursor"])
    except (AssertionError, OSError, ValueError) as error:
        trouble.append(repr(error))
    took.sort()
    middle, late = (took[int(len(took) * part)] if took else 0.0 for part in (0.5, 0.99))
    return {
        "rounds": len(took),
        "median": middle,
        "p99": late,
        "worst": took[-1] if took else 0.0,
        "trouble": trouble,
    }


def main() -> None:
    stopped = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        stopped.set()

    threading.Thread(target=wait, daemon=True).start()
    print(json.dumps(talk(int(sys.argv[1]), stopped)))


if __name__ == "__main__":
    main()
