"""The chat's app under gevent's own WSGI server: `foreign.py DATA` prints its port."""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402 - nothing may be imported before the patching
from pathlib import Path  # noqa: E402

from gevent.pywsgi import WSGIServer  # noqa: E402

from appliance.web.app import create_app  # noqa: E402
from tests.web.parts import parts  # noqa: E402


def main(data: Path) -> None:
    server = WSGIServer(("127.0.0.1", 0), create_app(parts(data)), log=None)
    server.start()
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
