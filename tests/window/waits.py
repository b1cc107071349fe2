"""The program with a window that is there until it is killed."""

import sys
import threading

from appliance.cli.main import main
from appliance.window.view import View


def wait(*_: object) -> None:
    print("shown", file=sys.stderr, flush=True)
    threading.Event().wait()


View.run = wait  # type: ignore[assignment, method-assign]
sys.exit(main())
