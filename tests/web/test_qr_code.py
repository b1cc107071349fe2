"""QR codes as a phone reads them: drawn by a browser, decoded by another program."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from appliance.web import qr_code
from tests.browser.people import visit
from tests.conftest import unavailable
from tests.running import RunningServer
from tests.server.raw import RawClient, get


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_code_says_the_address(
    server: RunningServer, browser: Browser, tmp_path: Path, scheme: str
) -> None:
    if shutil.which("zbarimg") is None:
        unavailable("zbarimg is not installed (apt-get install zbar-tools)")
    told = server.get("/invite")["addresses"][0]["url"]
    with browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": 400, "height": 400},
    ) as context:
        page = context.new_page()
        visit(page, f"{server.url}/invite/qr.svg?url={quote(told, safe='')}")
        page.screenshot(path=tmp_path / "code.png")
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", tmp_path / "code.png"],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert read.stdout.strip() == told


def test_the_code_has_no_inline_style_and_scales(server: RunningServer) -> None:
    told = server.get("/invite")["addresses"][0]["url"]
    with RawClient(server.port) as client:
        answer = client.ask(get(f"/invite/qr.svg?url={quote(told, safe='')}"))
    assert answer.headers["content-type"] == "image/svg+xml"
    assert b"viewBox" in answer.body
    assert b"style" not in answer.body
    assert b'width="' not in answer.body


def test_only_listed_addresses_get_a_code(server: RunningServer) -> None:
    told = quote(server.get("/invite")["addresses"][0]["url"], safe="")
    with RawClient(server.port) as client:
        for query in ("", "?url=", "?url=http://evil.example/", f"?url={told}x", "?url=a&url=b"):
            assert client.ask(get(f"/invite/qr.svg{query}")).status == 404


def test_a_code_is_drawn_once_however_often_it_is_asked_for() -> None:
    assert qr_code.drawn("http://192.0.2.7/") is qr_code.drawn("http://192.0.2.7/")
