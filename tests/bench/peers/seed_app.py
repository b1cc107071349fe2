"""The article's chat: Bottle on gevent's server, one 0MQ SUB socket for each held poll.

Faithful to its faults, since they are what is measured: Nagle stays on, a message between two
polls is lost, and the sockets run out at about a thousand clients. It is the article's first
form of ``/sub``. Its second one also watches the client through ``zmq.Poller``, which here ends
in ``select()``: it fails at about 500 clients already ("filedescriptor out of range").
"""

# mypy: disable-error-code="import-not-found, import-untyped, untyped-decorator"

from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402
from typing import Any  # noqa: E402

import bottle  # noqa: E402
from zmq import green as zmq  # noqa: E402

app = bottle.Bottle()
context = zmq.Context()
pubsock = context.socket(zmq.PUB)
pubsock.bind("inproc://pub")


@app.route("/pub", method="POST")
def pub() -> dict[str, str]:
    """Put one message on the bus."""
    pubsock.send_json(
        {
            "message": bottle.request.params.get("message"),
            "nick": bottle.request.params.get("nick"),
        }
    )
    return {"status": "sent"}


@app.route("/sub")
def sub() -> Any:
    """Wait for the next message; a client that hung up is found out by then."""
    subsock = context.socket(zmq.SUB)
    try:
        subsock.setsockopt(zmq.SUBSCRIBE, b"")
        subsock.connect("inproc://pub")
        return subsock.recv_json()
    finally:
        subsock.close()


if __name__ == "__main__":
    bottle.run(app, server="gevent", host="127.0.0.1", port=int(sys.argv[1]), quiet=True, log=None)
