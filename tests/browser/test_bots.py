"""The host gives programs their tokens on the page, and takes them back."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.people import Person
from tests.browser.test_invite import become_admin
from tests.running import RunningServer


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[RunningServer]:
    with RunningServer(tmp_path / "data") as running:
        yield running


@pytest.fixture
def ada(browser: Browser, chat: RunningServer) -> Iterator[Person]:
    context = browser.new_context()
    person = Person(context, chat.url)
    yield person
    context.close()
    assert person.trouble == []


def programs(person: Person) -> Locator:
    person.page.locator(".invite-open:visible").first.click()
    person.page.get_by_role("button", name="Let programs post and read").click()
    dialog = person.page.get_by_role("dialog", name="Programs")
    expect(dialog).to_be_visible()
    return dialog


def told_by_a_bot(person: Person) -> None:
    """Each message says that a program wrote it, and its name is no one's else."""
    person.enter("alerts")
    said = person.row("by the hook").get_by_role("article")
    expect(said).to_have_attribute("aria-label", re.compile(r"^Ada's printer.*bot"))
    first = person.row("Hello from")
    expect(first.locator(".bot")).to_have_text("bot")
    first.get_by_role("button", name="Ada's printer").click()
    card = person.page.get_by_role("dialog", name="Ada's printer")
    expect(card).to_contain_text("A program says this. Nobody else can have its name.")
    expect(card.get_by_role("button", name="Write to them")).to_be_hidden()
    person.page.keyboard.press("Escape")
    person.call_oneself("Ada's printer")
    person.write("I am the printer")
    expect(person.waiting().get_by_role("alert")).to_contain_text("name")
    person.waiting().get_by_role("button", name="Delete").click()
    person.call_oneself("Ada")


def here(shown: str, chat: RunningServer) -> str:
    """What the page shows, with the address that leads to the test's server."""
    return shown.replace(chat.get("/about")["addresses"][0], f"{chat.url}/")


def test_the_host_makes_a_token_tries_it_and_takes_it_back(
    ada: Person, chat: RunningServer
) -> None:
    chat.post("first", room="alerts")
    ada.page.locator(".invite-open:visible").first.click()
    expect(ada.page.locator("#bots-open")).to_be_hidden()  # Only the host has it.
    become_admin(ada, chat)
    dialog = programs(ada)
    expect(dialog.get_by_text("No program has one yet")).to_be_visible()
    name = dialog.get_by_label("Name of the program")
    make = dialog.get_by_role("button", name="Make the token")
    make.click()
    expect(dialog.get_by_role("alert").filter(has_text="name")).to_be_visible()
    name.fill("Ada's printer")
    dialog.get_by_role("group", name="Only in these rooms").get_by_label("alerts").check()
    name.press("Enter")
    expect(dialog.locator(".bot-secret")).to_be_visible()
    expect(dialog.get_by_role("button", name="Copy the secret")).to_be_focused()
    expect(dialog.locator(".bot-line")).to_contain_text("posts in alerts · not used")
    line = shlex.split(here(dialog.locator(".bot-curl").inner_text(), chat))
    tried = subprocess.run(
        [*line, "--fail", "--silent"], check=False, capture_output=True, timeout=20
    )
    assert tried.returncode == 0, tried
    hook = here(dialog.locator(".bot-hook").inner_text(), chat)
    with urlopen(Request(hook, data=b"by the hook", method="POST"), timeout=20) as answer:
        assert answer.status == 200
    said = [(each["nick"], each["message"], each.get("bot")) for each in chat.log("alerts")[1:]]
    assert said == [
        ("Ada's printer", "Hello from Ada\u2019s printer", True),
        ("Ada's printer", "by the hook", True),
    ]
    ada.page.keyboard.press("Escape")
    told_by_a_bot(ada)
    expect(ada.page.locator(".bot-secret")).to_have_text("")  # Nothing stays on the page.
    dialog = programs(ada)
    expect(dialog.locator(".bot-line")).to_contain_text("last used")
    dialog.get_by_role("button", name="Remove Ada's printer").click()
    expect(dialog.get_by_role("button", name="Keep")).to_be_focused()
    dialog.get_by_role("button", name="Keep").click()
    dialog.get_by_role("button", name="Remove Ada's printer").click()
    dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(dialog.get_by_text("No program has one yet")).to_be_visible()
    assert subprocess.run([*line, "--fail", "--silent"], check=False, timeout=20).returncode != 0
