"""How files look where they came: how texts begin, and what a browser cannot show."""

from __future__ import annotations

import struct
import zlib
from typing import Final

from playwright.sync_api import Request, Route, expect

from tests.browser.choosing import png, send
from tests.browser.people import People, eventually
from tests.browser.test_changes import act, say

PART: Final = "bytes=0-2047"
VIEWER: Final = "chrome-extension://"
"""Where Chromium's own viewer of PDF is."""

HOLDS: Final = "() => [...document.body.children].map(({ tagName }) => tagName)"

PDF: Final = b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >> endobj
trailer << /Root 1 0 R >>
%%EOF
"""
TALE: Final = "\n".join(f"line {number} <b>of</b> the tale" for number in range(3000))


def test_texts_show_how_they_begin_as_they_come_into_view(folk: People) -> None:
    ada, room = folk("Ada"), "texts"
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.headers.get("range") == PART:
            asked.append(request.url.rpartition("/")[2])

    ada.page.on("request", note)
    early = send(ada, "early.html", b"<h1>early</h1><script>early()</script>", "Ada", room=room)
    for number in range(40):
        say(ada, f"number {number}", room)
    tale = send(ada, "tale.txt", TALE.encode(), "Ada", room=room)
    ada.enter(room)
    row = ada.row("tale.txt")
    text = row.locator("pre")
    expect(text).to_contain_text("line 0 <b>of</b> the tale")
    expect(text).to_be_in_viewport()  # The end is followed, and stays it.
    assert text.evaluate("(node) => node.childElementCount") == 0
    assert asked == [tale["files"][0]["id"]]  # Nobody has seen the other one.
    row.get_by_role("button", name="Show more of tale.txt").press("Enter")
    sheet = ada.page.get_by_role("dialog", name="Text")
    expect(sheet.get_by_role("region", name="tale.txt")).to_contain_text("line 2999 <b>of</b>")
    ada.page.keyboard.press("Escape")
    expect(row.get_by_role("button", name="Show more of tale.txt")).to_be_focused()

    ada.page.locator("#conversation").evaluate("(node) => node.scrollTo(0, 0)")
    first = ada.row("early.html").locator("pre")
    expect(first).to_have_text("<h1>early</h1><script>early()</script>")
    say(ada, "the end", room)
    eventually(ada.page, lambda: len(asked) == 2)
    assert asked[1] == early["files"][0]["id"]  # Once each.

    def take_back(route: Route) -> None:
        act(ada, "DELETE", f"/messages/{tale['id']}")
        route.continue_()

    ada.page.locator("#newer").click()
    ada.page.route(f"**/{tale['files'][0]['id']}", take_back)
    row.get_by_role("button", name="Show more of tale.txt").click()
    expect(sheet).to_contain_text("There is no such file, or none that you may read.")


def test_a_pdf_opens_in_a_tab_in_the_browser_s_own_viewer(folk: People) -> None:
    pia, room = folk("Pia", "papers"), "papers"
    send(pia, "paper.pdf", PDF, "Pia", room=room)
    with pia.context.expect_page() as opened:
        pia.page.get_by_role("link", name="Open paper.pdf in a tab").click()
    tab = opened.value
    eventually(tab, lambda: any(VIEWER in frame.url for frame in tab.frames))
    assert tab.evaluate(HOLDS) == []  # Nothing of the paper is in a page of the chat's.


def test_pictures_that_a_browser_cannot_show_are_lines_that_say_why(folk: People) -> None:
    eve, room = folk("Eve", "rare"), "rare"
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    body = png(8, 8)
    check = struct.pack(">I", zlib.crc32(b"IHDR" + head))
    send(eve, "vast.png", body[:16] + head + check + body[33:], "Eve", room=room)
    send(eve, "scan.tif", b"II*\0" + bytes(96), "Eve", room=room)
    for name, why in (
        ("vast.png", "It is too large to be shown here"),
        ("scan.tif", "TIFF picture, 100 bytes. Hardly any browser shows this kind"),
    ):
        expect(eve.row(name).locator(".file-row .file-state")).to_contain_text(why)
    expect(eve.page.locator("#conversation img")).to_have_count(0)
