"""Files: chosen, dropped or pasted, sent with words or without, seen and taken by others."""

from __future__ import annotations

import hashlib
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Locator, Request, expect

from tests.browser.choosing import choose, png
from tests.browser.people import People, Person, eventually, group_at
from tests.browser.test_changes import act, history, say
from tests.running import RunningServer

FOCUS: Final = "(node) => { node.tabIndex = -1; node.focus(); }"

SLOW: Final = {"offline": False, "latency": 0, "downloadThroughput": -1}
MB: Final = 1 << 20

DRAG: Final = """([type, names]) => {
  const data = new DataTransfer();
  for (const name of names) data.items.add(new File([`in ${name}`], name, { type: 'text/plain' }));
  const init = { dataTransfer: data, bubbles: true, cancelable: true };
  return !document.getElementById('main').dispatchEvent(new DragEvent(type, init));
}"""
PASTE: Final = """([text, bytes]) => {
  const data = new DataTransfer();
  if (text) data.setData('text/plain', text);
  const file = new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' });
  data.items.add(file);
  const init = { clipboardData: data, bubbles: true, cancelable: true };
  document.getElementById('message').dispatchEvent(new ClipboardEvent('paste', init));
}"""


def lines(root: Locator) -> Locator:
    return root.locator(".file-line")


def tray(person: Person) -> Locator:
    return person.page.locator("#tray")


def link_of(person: Person, name: str) -> Locator:
    return person.page.locator(".files a").filter(has_text=name)


def fetched(person: Person, name: str) -> bytes:
    address = link_of(person, name).get_attribute("href")
    assert address
    return person.page.request.get(urljoin(f"{person.url}/", address)).body()


def slow(person: Person, per_second: int) -> Any:
    session = person.context.new_cdp_session(person.page)
    session.send("Network.emulateNetworkConditions", SLOW | {"uploadThroughput": per_second})
    return session


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "film.bin"
    path.write_bytes(os.urandom(12 * MB))
    return path


@pytest.fixture
def small_chat(tmp_path: Path) -> Iterator[RunningServer]:
    """Takes no file over a megabyte."""
    with RunningServer(tmp_path / "data", "--max-file", "1") as running:
        yield running


def test_files_go_out_with_words_and_are_seen_and_taken_by_others(
    folk: People, tmp_path: Path
) -> None:
    ada, bob = folk("Ada"), folk("Bob", viewport={"width": 390, "height": 780})
    picture, notes = tmp_path / "sea.png", tmp_path / "notes <b>.txt"
    picture.write_bytes(png(1600, 900))
    notes.write_text("one\ntwo\n")
    for person in (ada, bob):
        person.enter("words")
    choose(ada, picture, notes)
    expect(lines(tray(ada)).locator(".file-name")).to_have_text([picture.name, notes.name])
    expect(lines(tray(ada)).nth(1)).to_have_attribute("data-state", "done")
    ada.write("from the **sea**")
    expect(tray(ada)).to_be_hidden()
    row = bob.row("from the")
    expect(row.locator(".file-row")).to_be_in_viewport()  # The end is followed, whatever comes.
    shown = row.locator(".picture img")
    expect(shown).to_be_visible()
    eventually(bob.page, lambda: shown.evaluate("(node) => node.complete && node.naturalWidth > 0"))
    box = shown.bounding_box()
    assert box
    assert abs(box["width"] / box["height"] - 1600 / 900) < 0.05
    assert box["x"] + box["width"] <= 390
    assert fetched(bob, notes.name) == notes.read_bytes()
    with bob.page.expect_download() as download:
        link_of(bob, notes.name).click()
    assert download.value.suggested_filename.startswith("notes")
    assert Path(download.value.path()).read_bytes() == notes.read_bytes()


def test_a_message_may_be_files_alone_in_the_order_that_was_chosen(
    folk: People, tmp_path: Path
) -> None:
    ada = folk("Ada")
    ada.enter("alone")
    for name in ("first.txt", "second.txt"):
        (tmp_path / name).write_text(name)
    (tmp_path / "third.txt").write_bytes(png(4, 4)[:20])  # which cannot be cut for sure
    choose(ada, tmp_path / "first.txt", tmp_path / "second.txt", tmp_path / "third.txt")
    earlier = tray(ada).get_by_role("button", name="Put third.txt before")
    earlier.press("Enter")
    expect(earlier).to_be_focused()
    tray(ada).get_by_role("button", name="Take first.txt away").click()
    expect(lines(tray(ada)).locator(".file-name")).to_have_text(["third.txt", "second.txt"])
    ada.page.locator("#message").press("Enter")
    expect(ada.page.locator(".files .file-name")).to_have_text(["third.txt", "second.txt"])
    expect(ada.page.locator(".files .file-state")).to_have_text(
        [re.compile("^File, .+, may tell where it was made$"), re.compile("^Text, [^,]+$")]
    )
    expect(ada.stored()).to_be_hidden()
    [entry] = history(ada, "alone")
    say(ada, "thanks", "alone", reply=entry["id"])
    expect(ada.page.locator(".quote-words")).to_have_text("third.txt and 1 more")
    ada.page.reload()
    expect(ada.page.locator(".files .file-name")).to_have_text(["third.txt", "second.txt"])


def test_files_are_dropped_and_pasted(folk: People) -> None:
    ada = folk("Ada")
    ada.enter("dropping")
    page = ada.page
    page.evaluate(DRAG, ["dragenter", ["a.txt"]])
    expect(page.locator("#drop")).to_contain_text("Drop to send to dropping")
    page.evaluate(DRAG, ["drop", ["a.txt", "b.txt"]])
    expect(page.locator("#drop")).to_be_hidden()
    expect(lines(tray(ada)).locator(".file-name")).to_have_text(["a.txt", "b.txt"])
    page.evaluate(PASTE, ["", list(png(8, 8))])
    expect(lines(tray(ada)).locator(".file-name")).to_have_text(["a.txt", "b.txt", "image.png"])
    page.evaluate(PASTE, ["words", list(png(8, 8))])  # The words are meant; the browser puts them.
    expect(page.locator("#offer")).to_contain_text("A picture is in the clipboard, too")
    expect(lines(tray(ada))).to_have_count(3)
    page.locator("#offer").get_by_role("button", name="Add it").click()
    expect(lines(tray(ada))).to_have_count(4)
    expect(page.locator("#message")).to_be_focused()
    tray(ada).get_by_role("button", name="Take image.png away").nth(1).click()
    expect(lines(tray(ada))).to_have_count(3)
    page.locator("#message").press("Enter")
    expect(page.locator(".files .file-name")).to_have_text(["a.txt", "b.txt"])
    expect(page.locator(".files .picture")).to_have_count(1)


def test_what_goes_up_outlives_the_server_and_holds_no_words_up(
    browser: Browser, server: RunningServer, large: Path
) -> None:
    with group_at(browser, server.url) as group:
        ada, bob = group("Ada"), group("Bob")
        slow(ada, 2 * MB)
        choose(ada, large)
        ada.page.locator("#message").fill("the film")
        ada.page.locator("#message").press("Enter")
        expect(ada.waiting().locator(".file-state")).to_contain_text("MB/s")
        ada.write("meanwhile")
        expect(bob.stored()).to_have_text(["meanwhile"])
        server.kill()
        expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "waiting")
        server.start()
        expect(link_of(bob, "film.bin")).to_be_visible()
        expect(bob.stored()).to_have_text(["meanwhile", "the film"])
        taken = hashlib.sha256(fetched(bob, "film.bin")).hexdigest()
        assert taken == hashlib.sha256(large.read_bytes()).hexdigest()


def test_a_closed_page_goes_on_where_it_was_when_the_same_file_is_chosen(
    browser: Browser, server: RunningServer, large: Path, tmp_path: Path
) -> None:
    with group_at(browser, server.url) as group:
        ada = group("Ada")
        slow(ada, MB // 2)
        film = large.rename(large.with_suffix(".mp4"))
        choose(ada, film)
        tray(ada).get_by_label("Send the originals").check()
        ada.page.locator("#message").fill("the film")
        ada.page.locator("#message").press("Enter")
        expect(ada.waiting().locator(".file-state")).to_contain_text("B/s")
        ada.page.close()
        again = group.tab(ada.context)
        expect(again.waiting()).to_contain_text("has to be chosen once more")
        offsets: list[str] = []
        again.page.on("request", lambda request: offsets.append(offset_of(request)))
        other = tmp_path / "other.bin"
        other.write_bytes(b"something else")
        choose_again(again, other)
        expect(again.page.locator("#composer-note")).to_contain_text("another file")
        choose_again(again, film)
        expect(link_of(again, "film.mp4")).to_be_visible()
        [first, *_] = [int(offset) for offset in offsets if offset]
        assert first > 0
        assert fetched(again, "film.mp4") == film.read_bytes()


def test_where_all_of_a_file_has_gone_and_no_answer_comes_that_is_told(
    folk: People, chat: RunningServer
) -> None:
    ada = folk("Ada")
    ada.page.evaluate("""async () => {
      const { Tus } = await import('/static/js/line/tus.js');
      window.tus = new Tus({ looked: 300 });
      window.upload = await tus.begin({ size: 3, filename: 'a.txt' });
    }""")
    chat.send_signal(signal.SIGSTOP)
    try:
        late = ada.page.evaluate("""() => tus.append(upload, {
          offset: 0, piece: new Blob(['abc']), onProgress() {},
        }).then(() => false, (error) => error.late)""")
    finally:
        chat.send_signal(signal.SIGCONT)
    assert late


def test_each_file_may_rest_go_on_or_be_left_out(folk: People, large: Path, tmp_path: Path) -> None:
    ada = folk("Ada")
    ada.enter("resting")
    session = slow(ada, MB)
    notes = tmp_path / "notes.txt"
    notes.write_text("small")
    choose(ada, large, notes)
    film, small = lines(tray(ada)).nth(0), lines(tray(ada)).nth(1)
    expect(small).to_have_attribute("data-state", "done")
    film.get_by_role("button", name="Pause film.bin").click()
    expect(film.locator(".file-state")).to_contain_text("Paused at")
    expect(film.get_by_role("button", name="Go on with film.bin")).to_be_focused()
    ada.page.locator("#message").fill("both")
    ada.page.locator("#message").press("Enter")
    waits = ada.waiting()
    expect(waits).to_contain_text("Goes out when its files are up")
    session.send("Network.emulateNetworkConditions", SLOW | {"uploadThroughput": -1})
    waits.get_by_role("button", name="Take film.bin away").click()
    expect(link_of(ada, "notes.txt")).to_be_visible()
    expect(ada.page.locator(".files .file-name")).to_have_text(["notes.txt"])
    choose(ada, notes)
    ada.page.locator("#message").press("Enter")
    expect(ada.page.locator(".files .file-name")).to_have_text(["notes.txt", "notes.txt"])


def test_what_is_too_large_is_said_before_anything_is_sent(
    browser: Browser, small_chat: RunningServer, large: Path
) -> None:
    with group_at(browser, small_chat.url) as group:
        ada = group("Ada")
        asked: list[str] = []
        ada.page.on("request", lambda request: asked.append(request.url))
        choose(ada, large)
        told = lines(tray(ada)).get_by_role("alert")
        expect(told).to_have_text("film.bin has 12 MB. A file may have at most 1 MB here.")
        ada.write("without it")
        expect(ada.stored()).to_have_text(["without it"])
        assert not [url for url in asked if "/uploads" in url]


def test_pictures_are_looked_at_over_the_page(folk: People, tmp_path: Path) -> None:
    ada = folk("Ada")
    ada.enter("viewing")
    for name, blue in (("one.png", 0), ("two.png", 255)):
        (tmp_path / name).write_bytes(png(64, 48, blue=blue))
    choose(ada, tmp_path / "one.png", tmp_path / "two.png")
    ada.page.locator("#message").press("Enter")
    first = ada.page.locator(".picture").first
    expect(first).to_be_visible()
    first.focus()
    first.press("Enter")
    viewer = ada.page.get_by_role("dialog", name="Picture")
    expect(viewer.locator(".viewer-name")).to_have_text("one.png")
    expect(viewer.locator(".viewer-place")).to_have_text("1 of 2")
    ada.page.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("img")).to_have_attribute("alt", "two.png")
    ada.page.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("img")).to_have_attribute("alt", "one.png")
    address = viewer.get_by_role("link", name="Download one.png").get_attribute("href")
    assert address
    assert address.endswith("?download")
    ada.page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(first).to_be_focused()


def test_files_of_a_message_that_is_taken_back_are_gone(folk: People, tmp_path: Path) -> None:
    ada, bob = folk("Ada"), folk("Bob")
    for person in (ada, bob):
        person.enter("taking-back")
    (tmp_path / "secret.txt").write_text("secret")
    say(bob, "what is it?", "taking-back")
    ada.row("what is it?").locator(".message").evaluate(FOCUS)
    ada.page.keyboard.press("r")
    choose(ada, tmp_path / "secret.txt")
    ada.write("a secret")
    expect(ada.page.locator("#replying")).to_be_hidden()
    undo = ada.page.locator("#offer")
    undo.hover()  # It stays as long as somebody is at it.
    link = link_of(bob, "secret.txt")
    expect(link).to_be_visible()
    address = urljoin(f"{bob.url}/", link.get_attribute("href") or "")
    assert bob.page.request.get(address).ok
    ada.page.evaluate(PASTE, ["words", list(png(8, 8))])
    expect(undo).to_contain_text("secret.txt is sent")  # No other offer takes its place.
    entry = history(bob, "taking-back")[1]
    act(ada, "PUT", f"/messages/{entry['id']}", message="/etc is edited")
    expect(ada.row("/etc is edited")).to_be_visible()
    box = ada.page.locator("#message")
    box.fill("begun since")
    ada.row("/etc is edited").locator(".message").evaluate(FOCUS)
    ada.page.keyboard.press("e")
    expect(box).to_have_value("/etc is edited")
    box.fill("")
    undo.get_by_role("button", name="Take back").click()
    expect(link).to_have_count(0)
    assert bob.page.request.get(address).status == 404
    expect(box).to_have_value("//etc is edited\nbegun since")  # As it is typed.
    expect(ada.page.locator("#editing")).to_be_hidden()
    expect(ada.page.locator("#replying")).to_contain_text("what is it?")
    assert history(bob, "taking-back")[1]["deleted"] == "author"
    assert entry["files"]


def test_where_one_writes_with_fingers_a_picture_can_be_taken(folk: People, tmp_path: Path) -> None:
    size = {"width": 390, "height": 780}
    ada = folk("Ida", "camera", viewport=size, has_touch=True, is_mobile=True)
    picture = tmp_path / "taken.png"
    picture.write_bytes(png(8, 8))
    attach = ada.page.get_by_role("button", name="Attach files")
    expect(attach).to_have_attribute("aria-haspopup", "menu")
    for way, camera in (("Choose files", False), ("Take a picture", True)):
        attach.tap()
        with ada.page.expect_file_chooser() as chooser:
            ada.page.get_by_role("menuitem", name=way).tap()
        assert (chooser.value.element.get_attribute("capture") is not None) is camera
        chooser.value.set_files(picture)
    expect(lines(tray(ada))).to_have_count(2)


def choose_again(person: Person, path: Path) -> None:
    with person.page.expect_file_chooser() as chooser:
        person.waiting().get_by_role("button", name="Choose again").click()
    chooser.value.set_files(path)


def offset_of(request: Request) -> str:
    return request.headers.get("upload-offset", "") if request.method == "PATCH" else ""
