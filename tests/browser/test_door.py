"""The door in the page: the host sets it, newcomers come in by a passcode or by the host's word."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.people import Person, visit
from tests.browser.test_invite import become_admin
from tests.forms.form import Form
from tests.running import RunningServer, eventually

PASSCODE = "swordfish 7"
PICTURES = os.environ.get("DOOR_PICTURES", "")


@pytest.fixture(scope="module")
def chat(form: Form, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with form.server(tmp_path_factory.mktemp("door") / "data") as running:
        yield running


@pytest.fixture
def contexts(browser: Browser) -> Iterator[list[BrowserContext]]:
    made = [browser.new_context() for _ in range(3)]
    yield made
    for context in made:
        context.close()


@pytest.fixture
def host(contexts: list[BrowserContext], chat: RunningServer) -> Iterator[Person]:
    person = Person(contexts[0], chat.url)
    become_admin(person, chat)
    person.enter()
    person.call_oneself("Hedy")
    yield person
    set_door(person, "Everybody")
    eventually(lambda: chat.get("/door")["mode"], "open".__eq__)
    assert person.trouble == []


def panel(host: Person) -> Page:
    dialog = host.page.locator("#invite")
    if not dialog.is_visible():
        host.page.locator(".invite-open:visible").first.click()
    expect(host.page.locator("#doorkeeping")).to_be_visible()
    return host.page


def set_door(host: Person, mode: str) -> Page:
    page = panel(host)
    choice = page.get_by_role("radio", name=mode, exact=True)
    choice.click(force=True)
    expect(choice).to_be_checked()
    return page


def come(context: BrowserContext, chat: RunningServer, fragment: str = "") -> Page:
    """Somebody opens the chat, who is outside of it."""
    page = context.new_page()
    visit(page, f"{chat.url}/{fragment}")
    return page


def look(page: Page, name: str) -> None:
    if not PICTURES:
        return
    for width, height, scheme in (
        (1280, 800, "light"),
        (390, 844, "dark"),
        (320, 568, "light"),
        (844, 390, "dark"),
    ):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png")
    page.set_viewport_size({"width": 1280, "height": 800})


@pytest.mark.acceptance
def test_newcomers_come_in_with_the_passcode_and_without_a_reload(
    host: Person, contexts: list[BrowserContext], chat: RunningServer
) -> None:
    page = panel(host)
    page.get_by_role("radio", name="With a passcode").click(force=True)
    page.get_by_label("Passcode for newcomers").fill("short")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.locator("#doorkeeping .problem")).to_contain_text("6 to 64")
    page.get_by_label("Passcode for newcomers").fill(PASSCODE)
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.locator(".door-link svg")).to_be_hidden()  # nobody looking on is to read it
    page.get_by_role("checkbox", name="with the passcode in it").check()
    address = page.locator(".door-link .copy-text")
    expect(address).to_contain_text("#pass=swordfish%207")
    code = page.get_by_role("img", name="#pass=swordfish%207").locator("path")
    expect(code).to_have_attribute("d", re.compile("^M4 4h"))
    look(page, "host-passcode")
    page.keyboard.press("Escape")
    expect(address).to_have_text("")
    bob = come(contexts[1], chat)
    expect(bob.get_by_text("Newcomers are asked for a passcode")).to_be_visible()
    expect(bob.locator("#app")).to_be_hidden()
    look(bob, "passcode")
    bob.evaluate("window.same = true")
    bob.get_by_role("textbox", name="What you are called").fill("Bob")
    bob.get_by_role("textbox", name="Passcode", exact=True).fill("swordfish 8")
    bob.keyboard.press("Enter")
    expect(bob.locator("#door .problem")).to_contain_text("not the passcode")
    bob.get_by_role("textbox", name="Passcode", exact=True).fill(PASSCODE)
    bob.keyboard.press("Enter")
    expect(bob.locator("#app")).to_be_visible()
    expect(bob.locator("#connection")).to_have_attribute("data-phase", "connected")
    assert bob.evaluate("window.same")
    bob.locator("#message").fill("I am in")
    bob.locator("#message").press("Control+Enter")
    expect(host.row("I am in")).to_have_count(1)
    # The link has it, and the address bar has it no longer.
    said: list[str] = []
    contexts[2].on("request", lambda sent: said.append(sent.url + sent.headers.get("referer", "")))
    cyd = come(contexts[2], chat, "#pass=swordfish%207")
    expect(cyd.locator("#app")).to_be_visible()
    expect(cyd.locator("#connection")).to_have_attribute("data-phase", "connected")
    assert "pass" not in cyd.url
    assert "pass" not in cyd.evaluate("JSON.stringify([history.state, location.href])")
    cyd.go_back()
    cyd.go_forward()
    expect(cyd.locator("#connection")).to_have_attribute("data-phase", "connected")
    assert "pass" not in cyd.url
    assert said
    assert "swordfish" not in "".join(said)
    # Everybody is put out, and hears of it.
    panel(host).get_by_role("button", name="All must come in anew").click()
    for page in (bob, cyd):
        expect(page.locator("#door")).to_be_visible()
        expect(page.locator("#app")).to_be_hidden()


def test_the_host_is_told_who_waits_and_lets_them_in(
    host: Person, contexts: list[BrowserContext], chat: RunningServer
) -> None:
    set_door(host, "Whom I let in").keyboard.press("Escape")
    bob, eve = (come(context, chat) for context in contexts[1:])
    for page, nick in ((bob, "Bob"), (eve, "Eve")):
        look(page, "approve")
        page.get_by_role("textbox", name="What you are called").fill(nick)
        page.get_by_role("button", name="Ask to come in").click()
        expect(page.get_by_text("The host was asked")).to_be_visible()
        expect(page.get_by_role("textbox", name="What you are called")).to_be_hidden()
    look(bob, "waiting")
    knocking = host.page.locator("#knocking")
    expect(knocking).to_have_text("2 people would like to come in")
    look(host.page, "host-knocking")
    knocking.click()
    look(host.page, "host-waiting")
    host.page.get_by_role("button", name="Refuse Eve").click()
    host.page.get_by_role("button", name="Let Bob in").click()
    expect(bob.locator("#app")).to_be_visible()
    expect(bob.locator("#nick")).to_have_value("Bob")
    expect(eve.get_by_text("The host did not let you in")).to_be_visible()
    look(eve, "refused")
    expect(knocking).to_be_hidden()
    host.page.get_by_role("button", name="Let Eve in").click()
    expect(eve.locator("#app")).to_be_visible()


def test_a_helper_is_told_who_waits_and_lets_them_in(
    host: Person, contexts: list[BrowserContext], chat: RunningServer
) -> None:
    hilda = Person(contexts[1], chat.url)
    named = contexts[0].request.put(f"{chat.url}/members/{hilda.member}", data={"role": "helper"})
    assert named.ok
    set_door(host, "Whom I let in")
    hilda.enter()
    hilda.page.reload()
    bob = come(contexts[2], chat)
    bob.get_by_role("textbox", name="What you are called").fill("Bob")
    bob.get_by_role("button", name="Ask to come in").click()
    hilda.page.locator("#knocking").click()
    expect(hilda.page.get_by_role("radio", name="Everybody", exact=True)).to_be_hidden()
    look(hilda.page, "helper-waiting")
    hilda.page.get_by_role("button", name="Let Bob in").click()
    expect(bob.locator("#app")).to_be_visible()
    expect(hilda.page.locator("#doorkeeping")).to_be_hidden()
    assert hilda.trouble == []


def test_a_locked_door_opens_without_a_reload(
    host: Person, contexts: list[BrowserContext], chat: RunningServer
) -> None:
    set_door(host, "Nobody further")
    bob = come(contexts[1], chat)
    expect(bob.get_by_text("The host has locked this chat")).to_be_visible()
    look(bob, "locked")
    set_door(host, "Everybody")
    expect(bob.locator("#app")).to_be_visible()
    expect(bob.locator("#connection")).to_have_attribute("data-phase", "connected")


def test_the_host_s_next_tab_hears_who_waits_once_the_first_is_closed(
    host: Person, contexts: list[BrowserContext], chat: RunningServer
) -> None:
    set_door(host, "Whom I let in")
    second = contexts[0].new_page()
    visit(second, chat.url)
    expect(second.locator("#connection")).to_have_attribute("data-phase", "connected")
    first, host.page = host.page, second
    first.close(run_before_unload=False)
    bob = come(contexts[1], chat)
    bob.get_by_role("textbox", name="What you are called").fill("Bob")
    bob.get_by_role("button", name="Ask to come in").click()
    expect(second.locator("#knocking")).to_have_text("Bob would like to come in")
