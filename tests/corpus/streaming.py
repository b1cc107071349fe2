"""The chat where every body is a stream: `python -m tests.corpus.streaming serve …`.

Its routes read what they always read, after it has come through a stream: so all that holds for
where a body ends, and for what comes behind it, is tested on the way of those that stream.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from typing import Any, Final

from appliance.cli.main import main
from appliance.errors import Problem
from appliance.web import app
from appliance.web.server.body import too_large
from appliance.web.server.response import problem_body
from appliance.web.server.streamed_body import StreamedBody

LIMIT: Final = 65_536


class StreamingApp(app.App):
    """Reads a body as a stream, then hands it on."""

    def __call__(self, env: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = env["wsgi.input"]
        if isinstance(body, StreamedBody):
            try:
                content = _whole(body)
            except Problem as problem:
                told = problem_body(problem)
                start_response(f"{problem.status} Refused", [("Content-Type", "application/json")])
                return [told]
            env["wsgi.input"] = io.BytesIO(content)
            env["CONTENT_LENGTH"] = str(len(content))
        return super().__call__(env, start_response)


def _whole(body: StreamedBody) -> bytes:
    """Poured one time, read another."""
    if (body.length or 0) > LIMIT:
        raise too_large(LIMIT)
    content = bytearray()
    if body.length is None or body.length % 2:
        body.pour(content.extend, LIMIT)
    else:
        content += body.read(LIMIT)
    if body.receive(1):
        raise too_large(LIMIT)
    return bytes(content)


if __name__ == "__main__":
    vars(app).update(App=StreamingApp, Streams=lambda path, router: lambda request: True)
    sys.exit(main())
