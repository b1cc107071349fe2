"""A view as a process of its own, for the tests: commands as JSON lines in, events out."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from appliance.environment import be_frugal, draw_by_processor, foreign_environment
from appliance.window.view import View


def say(event: str, **more: Any) -> None:
    print(json.dumps({"event": event, **more}), flush=True)


def main() -> None:
    kind, folder, icon, hidden = sys.argv[1:5]
    allowed = threading.Event()
    others = foreign_environment(os.environ)
    draw_by_processor(os.environ)
    be_frugal(os.environ)

    def closing() -> bool:
        say("closing")
        return allowed.is_set()

    view = View(
        "Chat",
        folder=Path(folder),
        icon=Path(icon),
        closing=closing,
        hidden=hidden == "hidden",
        environment=others,
        kind=kind,
    )

    def answered(choice: str, fields: Any) -> None:
        say("answered", choice=choice, fields=fields)

    def started() -> None:
        say("started")
        for line in sys.stdin:
            order = json.loads(line)
            name, rest = order["do"], order["with"]
            if name == "allow":
                allowed.set()
            elif name == "ask":
                view.ask(rest[0], rest[1], answered)
            else:
                getattr(view, name)(*rest)
        view.close()

    signal.signal(signal.SIGTERM, lambda *_: view.close())
    view.run(started)
    say("ended")


main()
