"""The panel 'Invite others', on a machine with a network that others are on."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Locator, Route, expect

from tests.browser.neighbours import GUEST, HOME, SECOND, Neighbours, as_file
from tests.browser.people import People, Person, box_of, eventually, group_at, visit
from tests.browser.test_access import CONTRAST, FOCUSED, PHONE, UNNAMED
from tests.conftest import CHROMIUM_OPTIONS, chromium
from tests.running import SERVE, RunningServer

TEXTS: Final = [
    "#invite-title",
    ".invite-moved",
    ".way-advice",
    ".way-chosen .way-address",
    ".way-chosen .way-label",
    ".way-chosen .copy",
    ".reach-state",
    ".hints p",
    ".other-ways h3",
    ".way .way-address",
    ".way .button",
    ".sharing legend",
    ".sharing label:has(:checked)",
    ".sharing label:not(:has(:checked))",
    ".sharing .problem",
    ".switch-line span",
    ".join .invite-open",
]


@pytest.fixture
def chat(neighbours: Neighbours, tmp_path: Path) -> Iterator[RunningServer]:
    """A chat that the whole network may join."""
    command = neighbours.home(*SERVE)
    with RunningServer(tmp_path / "data", "--host", "0.0.0.0", command=command) as running:
        yield running


@pytest.fixture
def people(indoors: Browser, chat: RunningServer) -> Iterator[People]:
    with group_at(indoors, chat.url) as group:
        yield group


@pytest.fixture
def admin(people: People, chat: RunningServer) -> Person:
    """Who started the chat."""
    person = people("Ada")
    become_admin(person, chat)
    return person


def become_admin(person: Person, chat: RunningServer) -> None:
    token = (chat.data / "admin.token").read_text().strip()
    visit(person.page, f"{person.url}/admin?token={token}")
    person.enter()


def invite(person: Person) -> Locator:
    """Open the panel."""
    person.page.locator(".invite-open:visible").first.click()
    panel = person.page.get_by_role("dialog", name="Invite others")
    expect(panel).to_be_visible()
    return panel


def others(panel: Locator) -> Locator:
    return panel.get_by_role("radio", name="Everyone on this network")


def nobody_else(panel: Locator) -> Locator:
    return panel.get_by_role("radio", name="Only this computer")


def status_from_outside(neighbours: Neighbours, chat: RunningServer, path: str = "/about") -> str:
    """The status another device gets; 000 where nobody answers."""
    url = f"http://{HOME}:{chat.port}{path}"
    words = ("curl", "--silent", "--max-time", "5", "-o", "/dev/null", "-w", "%{http_code}", url)
    return subprocess.run(
        neighbours.guest(*words), check=False, capture_output=True, text=True, timeout=20
    ).stdout


def pasted(person: Person) -> str:
    """What is in the clipboard."""
    box = person.page.locator("#message")
    box.fill("")
    box.press("Control+v")
    return box.input_value()


def test_it_shows_the_address_and_its_qr_code(people: People, chat: RunningServer) -> None:
    ada = people("Ada")
    address = f"http://{HOME}:{chat.port}/"
    expect(ada.page.locator("#join-address")).to_have_text(address)
    panel = invite(ada)
    expect(panel.locator(".way-chosen .way-address")).to_have_text(address)
    code = panel.get_by_role("img", name=f"QR code for {address}")
    eventually(ada.page, lambda: code.evaluate("(node) => node.complete && node.naturalWidth > 0"))
    expect(panel.get_by_role("status").first).to_have_text("No other device has joined yet")
    assert ada.page.evaluate(UNNAMED) == []


def test_the_page_hears_of_a_network_that_comes_and_changes_and_goes(
    people: People, neighbours: Neighbours, chat: RunningServer
) -> None:
    ada = people("Ada", room="quiet")
    address = ada.page.locator("#join-address")
    welcome = ada.page.locator(".welcome-address")
    expect(address).to_have_text(f"http://{HOME}:{chat.port}/")
    second = people.tab(ada.context)
    try:
        for there, after in ((False, "127.0.0.1"), (True, SECOND), (False, "127.0.0.1")):
            neighbours.readdress(HOME, there=False)
            neighbours.readdress(SECOND, there=there)
            expect(address).to_have_text(f"http://{after}:{chat.port}/")
            expect(welcome).to_have_text(f"http://{after}:{chat.port}/")
    finally:
        neighbours.readdress(HOME, there=True)
    expect(address).to_have_text(f"http://{HOME}:{chat.port}/")
    expect(second.page.locator("#join-address")).to_have_text(f"http://{HOME}:{chat.port}/")


def test_an_empty_room_offers_it_too(people: People) -> None:
    ada = people("Ada", room="quiet")
    ada.page.locator(".welcome").get_by_role("button", name="Invite others").click()
    expect(ada.page.get_by_role("dialog", name="Invite others")).to_be_visible()


def test_one_opens_uses_and_leaves_it_by_keyboard(people: People) -> None:
    ada = people("Ada")
    keys = ada.page.keyboard
    ada.page.locator("#invite-open").focus()
    keys.press("Enter")
    panel = ada.page.get_by_role("dialog", name="Invite others")
    expect(panel.get_by_role("button", name="Copy address")).to_be_visible()
    assert ada.page.evaluate(FOCUSED) == "invite-close"
    keys.press("Tab")
    expect(panel.get_by_role("button", name="Copy address")).to_be_focused()
    keys.press("Enter")
    expect(panel.get_by_role("button", name="Copied")).to_be_focused()
    keys.press("Escape")
    expect(panel).to_be_hidden()
    expect(ada.page.locator("#invite-open")).to_be_focused()


def test_a_click_beside_it_closes_it_but_a_selection_that_ends_there_does_not(
    people: People,
) -> None:
    ada = people("Ada")
    panel = invite(ada)
    advice = box_of(panel.locator(".way-advice").first)
    mouse = ada.page.mouse
    mouse.move(advice["x"] + 5, advice["y"] + 5)
    mouse.down()
    mouse.move(5, 5)
    mouse.up()
    expect(panel).to_be_visible()
    mouse.click(5, 5)
    expect(panel).to_be_hidden()
    expect(ada.page.locator("#invite-open")).to_be_focused()


@pytest.mark.parametrize("host", ["127.0.0.1", HOME])
def test_the_address_can_be_copied_whether_the_browser_trusts_the_page_or_not(
    indoors: Browser, chat: RunningServer, host: str
) -> None:
    people = People(indoors, f"http://{host}:{chat.port}")
    ada = people("Ada")
    assert ada.page.evaluate("isSecureContext") is (host == "127.0.0.1")
    panel = invite(ada)
    panel.get_by_role("button", name="Copy address").click()
    expect(panel.get_by_role("button", name="Copied")).to_be_visible()
    expect(ada.page.locator("#invite-note")).to_have_text("Copied")
    expect(panel.get_by_role("button", name="Copy address")).to_be_visible()
    ada.page.keyboard.press("Escape")
    assert pasted(ada) == f"http://{HOME}:{chat.port}/"
    assert ada.trouble == []
    people.leave()


def test_every_other_address_can_be_copied_and_shown_as_a_code(
    people: People, neighbours: Neighbours, chat: RunningServer
) -> None:
    second = ("address", "{}", f"{SECOND}/24", "dev", "eth0")
    subprocess.run(neighbours.home("ip", *(w.format("add") for w in second)), check=True)
    try:
        ada = people("Ada")
        panel = invite(ada)
        line = panel.locator(".way").filter(has_text=SECOND)
        line.get_by_role("button", name="Copy").click()
        expect(line.get_by_role("button", name="Copied")).to_be_visible()
        line.get_by_role("button", name="QR code").click()
        chosen = f"http://{SECOND}:{chat.port}/"
        expect(panel.locator(".way-chosen .way-address")).to_have_text(chosen)
        code = panel.get_by_role("img", name=f"QR code for {chosen}")
        eventually(
            ada.page, lambda: code.evaluate("(node) => node.complete && node.naturalWidth > 0")
        )
        expect(panel.get_by_role("button", name="Copy address")).to_be_focused()
        expect(panel.locator(".way").filter(has_text=HOME)).to_be_visible()
        ada.page.keyboard.press("Escape")
        assert pasted(ada) == chosen
        expect(invite(ada).locator(".way-chosen .way-address")).to_contain_text(HOME)
    finally:
        subprocess.run(neighbours.home("ip", *(w.format("delete") for w in second)), check=True)


def test_the_admin_closes_the_chat_to_the_network_and_opens_it_again(
    admin: Person, neighbours: Neighbours, chat: RunningServer
) -> None:
    panel = invite(admin)
    expect(others(panel)).to_be_checked()
    assert status_from_outside(neighbours, chat) == "200"
    nobody_else(panel).click(force=True)
    expect(panel.get_by_text("Only this computer can open this chat")).to_be_visible()
    expect(panel.get_by_role("img")).to_be_hidden()
    expect(admin.page.locator(".join-label")).to_have_text("Only this computer can open this chat")
    assert status_from_outside(neighbours, chat) == "000"
    others(panel).click(force=True)
    expect(panel.locator(".way-chosen .way-address")).to_contain_text(HOME)
    expect(admin.page.locator("#join-address")).to_contain_text(HOME)
    assert status_from_outside(neighbours, chat) == "200"
    admin.page.keyboard.press("Escape")
    admin.write("nothing was lost")
    expect(admin.stored()).to_have_text(["nothing was lost"])


def test_others_have_no_switch_and_see_only_what_it_says(admin: Person, people: People) -> None:
    bela = people("Béla")
    theirs = invite(bela)
    expect(theirs.get_by_role("button", name="Copy address")).to_be_visible()
    expect(theirs.get_by_role("radio")).to_have_count(0)
    nobody_else(invite(admin)).click(force=True)
    expect(theirs.get_by_text("Only this computer can open this chat")).to_be_visible()
    expect(theirs.locator(".invite-closed")).to_contain_text("chat-appliance admin")
    expect(theirs.get_by_role("radio")).to_have_count(0)


def test_a_refused_switch_goes_back_and_says_why(admin: Person) -> None:
    panel = invite(admin)
    expect(others(panel)).to_be_checked()
    admin.context.clear_cookies(name=re.compile("^admin-"))
    nobody_else(panel).click(force=True)
    alert = panel.locator(".sharing").get_by_role("alert")
    expect(alert).not_to_be_empty()
    expect(others(panel)).to_be_checked()
    expect(panel.locator(".way-chosen")).to_be_visible()
    with admin.page.expect_response("**/invite"):
        pass  # The server says again that the switch is not for this browser.
    with admin.page.expect_response("**/invite"):
        expect(alert).not_to_be_empty()
    expect(alert).to_be_visible()


def test_it_says_so_when_another_device_has_come(
    people: People, neighbours: Neighbours, browser: Browser, chat: RunningServer, tmp_path: Path
) -> None:
    state = invite(people("Ada")).locator(".reach-state")
    expect(state).to_have_text("No other device has joined yet")
    program = as_file(neighbours.guest(chromium()), tmp_path / "chromium")
    outdoors = browser.browser_type.launch(executable_path=program, args=CHROMIUM_OPTIONS)
    try:
        guests = People(outdoors, f"http://{HOME}:{chat.port}")
        guests("Grace").write(f"hello from {GUEST}")
        expect(state).to_contain_text("1 other device has joined, last at ")
    finally:
        outdoors.close()


def test_when_nobody_has_come_for_a_minute_it_gives_the_usual_reasons(people: People) -> None:
    ada = people("Ada")
    ada.page.clock.install()
    panel = invite(ada)
    expect(panel.locator(".reach-state")).to_have_text("No other device has joined yet")
    expect(panel.locator(".hints")).to_be_hidden()
    ada.page.clock.fast_forward("01:05")
    expect(panel.locator(".hints")).to_be_visible()
    expect(panel.locator(".hints li").first).to_be_visible()


def test_it_asks_the_server_only_while_it_is_open_and_seen(people: People) -> None:
    ada = people("Ada")
    ada.page.clock.install()
    asked: list[str] = []
    ada.page.on("request", lambda sent: asked.extend({sent.url} & {f"{ada.url}/invite"}))
    panel = invite(ada)
    expect(panel.locator(".reach-state")).not_to_be_empty()
    before = len(asked)
    ada.page.clock.run_for(2500)
    eventually(ada.page, lambda: len(asked) > before)
    expect_silence(ada, asked, lambda: show(ada, "hidden"))
    show(ada, "visible")
    eventually(ada.page, lambda: bool(asked))
    expect_silence(ada, asked, lambda: ada.page.keyboard.press("Escape"))
    expect_silence(ada, asked, lambda: show(ada, "visible"))


def show(person: Person, state: str) -> None:
    """Tell the page what a headless browser never does: that it is hidden, or seen again."""
    person.page.evaluate(
        """(value) => {
          Object.defineProperty(document, 'visibilityState', { value, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }""",
        state,
    )


def expect_silence(person: Person, asked: list[str], after: Callable[[], None]) -> None:
    person.page.evaluate("fetch('/about')")  # What was under way before is done when this is.
    asked.clear()
    after()
    person.page.clock.run_for(10_000)
    person.page.evaluate("fetch('/about')")
    assert asked == []


def test_on_a_phone_it_opens_from_the_top_bar_and_from_the_drawer(people: People) -> None:
    ada = people("Ada", **PHONE)
    top = ada.page.locator(".invite-open-top")
    expect(top).to_have_accessible_name("Invite others")
    panel = invite(ada)
    expect(panel.get_by_role("button", name="Copy address")).to_be_visible()
    sizes = panel.evaluate("(node) => [node.scrollWidth, node.clientWidth, innerWidth]")
    assert sizes[0] <= sizes[1] <= sizes[2]
    ada.page.keyboard.press("Escape")
    expect(top).to_be_focused()
    ada.page.get_by_role("button", name="Rooms", exact=True).click()
    ada.page.locator("#sidebar").get_by_role("button", name="Invite others").click()
    expect(panel).to_be_visible()
    ada.page.keyboard.press("Escape")
    expect(ada.page.locator("#sidebar")).to_be_hidden()
    expect(ada.page.locator("#drawer-open")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_of_it_has_enough_contrast(people: People, scheme: str) -> None:
    ada = people("Ada", color_scheme=scheme, reduced_motion="reduce")
    ada.page.route("**/invite", with_everything)
    refusal = {"title": "Not allowed", "description": "No."}
    ada.page.route("**/sharing", lambda route: route.fulfill(status=403, json=refusal))
    panel = invite(ada)
    nobody_else(panel).click(force=True)
    expect(panel.locator(".sharing .problem")).to_have_text("No.")
    contrast: dict[str, float] = ada.page.evaluate(CONTRAST, TEXTS)
    assert {text: ratio for text, ratio in contrast.items() if ratio < 4.5} == {}


class Undecided(RunningServer):
    """Nobody says at which port."""

    def _start_command(self) -> tuple[str, ...]:
        return (*self._command, "--data", str(self.data), *self._options)


def test_a_chat_that_had_to_move_says_so(
    neighbours: Neighbours, indoors: Browser, tmp_path: Path
) -> None:
    command = neighbours.home(*SERVE)
    with Undecided(tmp_path / "data", command=command) as chat:
        before = chat.port
        chat.stop()
        hold = (
            f"import socket; s = socket.create_server(('', {before})); print(flush=True); input()"
        )
        listen = neighbours.home(sys.executable, "-c", hold)
        pipe = subprocess.PIPE
        with subprocess.Popen(listen, stdin=pipe, stdout=pipe) as other:
            assert other.stdout is not None
            other.stdout.readline()
            chat.start()
            other.communicate(b"\n")
        people = People(indoors, chat.url)
        panel = invite(people("Ada"))
        expect(panel.locator(".invite-moved")).to_contain_text(
            f"port {before}, where this chat was"
        )
        assert chat.port != before
        people.leave()
        chat.stop()
        chat.start()
        people = People(indoors, chat.url)
        panel = invite(people("Ada"))
        expect(panel.locator(".way-chosen .way-address")).to_contain_text(f":{chat.port}/")
        expect(panel.locator(".invite-moved")).to_be_hidden()
        people.leave()


def with_everything(route: Route) -> None:
    """All that a server can have to say at once."""
    addresses = [
        {"url": "http://192.0.2.1/", "kind": "network", "label": "Wi-Fi"},
        {"url": "http://other.local/", "kind": "name", "label": "Name"},
    ]
    invitation = {
        "shared": True,
        "addresses": addresses,
        "reached": {"devices": 0, "connected": 0, "last": None},
        "since": "2026-01-01T00:00:00.000Z",
        "moved_from": 8080,
        "hints": [{"cause": "firewall", "text": "A firewall.", "command": "sudo ufw allow 80/tcp"}],
        "admin": True,
    }
    route.fulfill(json=invitation)
