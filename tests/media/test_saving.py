"""Under which name a browser saves a file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, Page

from appliance.media.name import disposition, saved
from tests.media.test_name import SAVED_AS

NAMES = (
    *SAVED_AS,
    *("Überraschung für 世界 🎉.png", "50 % of 100%25.txt", "it's; a=b, c.txt", 'a"b\\c.txt'),
    *("שלום.txt", "a+b c&d.tar.gz", "naïve~file!.md"),
)


class Attached(BaseHTTPRequestHandler):
    """Answers with a file of the name that the path has."""

    def do_GET(self) -> None:
        name = unquote(self.path[1:], errors="surrogatepass")
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Disposition", disposition(name, inline=False))
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"file")

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Attached) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_chromium_saves_it_as_we_say(page: Page, address: str, name: str) -> None:
    with page.expect_download() as download:
        page.evaluate("where => { location = where; }", address + quote(name, safe=""))
    assert download.value.suggested_filename == saved(name)
