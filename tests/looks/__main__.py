"""`python -m tests.looks [STATE…]`: pictures of the page in every state, in build/pictures/."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM_OPTIONS, chromium
from tests.looks.pictures import pictures
from tests.looks.states import STATES
from tests.running import ROOT


def main() -> None:
    """Take those that were asked for."""
    names = [state.__name__ for state in STATES]
    parser = argparse.ArgumentParser(prog="python -m tests.looks", description=__doc__)
    parser.add_argument("states", nargs="*", metavar="STATE", help=", ".join(names))
    chosen = parser.parse_args().states or names
    to = ROOT / "build" / "pictures"
    to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_OPTIONS)
        states = [state for state in STATES if state.__name__ in chosen]
        for path in pictures(browser, Path(folder), states, to):
            print(path.relative_to(ROOT))
        browser.close()


if __name__ == "__main__":
    main()
