"""A page at an address that the chat had before leads to where it is now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.neighbours import HOME, SECOND, Neighbours
from tests.browser.people import People, Person
from tests.running import SERVE, RunningServer


class Moving(RunningServer):
    """Gives the address away that it has at the time; every name of localhost leads to it."""

    name = "old"

    @property
    def place(self) -> str:
        return f"http://{self.name}.localhost:{self.port}"

    def _start_command(self) -> tuple[str, ...]:
        if not self.port:
            return super()._start_command()
        names = ("--allow-host", "old.localhost", "--public-url", f"{self.place}/")
        return (*super()._start_command(), *names)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Moving]:
    moving = Moving(tmp_path / "data")
    with moving:
        moving.kill()  # Only now its port is known, which is a part of what it gives away.
        moving.start()
        yield moving


def wait_for(person: Person, phase: str) -> None:
    expect(person.page.locator("#connection")).to_have_attribute("data-phase", phase)


def test_what_was_written_at_a_former_address_goes_along_to_the_new_one(
    browser: Browser, server: Moving
) -> None:
    group = People(browser, server.place)
    ada = group("Ada")
    link = ada.page.locator("#other-address a")
    ada.write("at the old address")
    expect(ada.stored()).to_have_text(["at the old address"])
    expect(link).to_be_hidden()
    server.kill()
    server.name = "new"
    server.start()
    expect(link).to_have_text(f"{server.place}/")  # It still answers here, and says that itself.
    ada.page.reload()
    expect(link).to_have_text(f"{server.place}/")
    server.kill()
    wait_for(ada, "waiting")
    ada.write("waits")
    expect(ada.waiting()).to_contain_text(["waits"])
    ada.page.locator("#message").fill("begun")
    with ada.context.expect_page() as opened:
        link.click()  # Nobody answers there yet.
    there = opened.value
    server.start()
    there.reload()
    expect(there).to_have_url(f"{server.place}/")
    expect(there.locator("#nick")).to_have_value("Ada")
    expect(there.locator("#message")).to_have_value("begun")
    expect(ada.page.locator("#message")).to_have_value("begun")
    for page in (ada.page, there):
        waits = page.locator(".row.pending")
        expect(waits.get_by_role("alert")).to_contain_text("it came along from another address")
    there.locator(".row.pending").get_by_role("button", name="Retry").click()
    expect(there.locator(".row.pending")).to_have_count(0)
    ada.page.reload()
    expect(ada.stored()).to_contain_text(["at the old address", "waits"])
    expect(ada.waiting()).to_have_count(0)
    assert [entry["message"] for entry in server.log()] == ["at the old address", "waits"]
    assert ada.trouble == []
    group.leave()


def test_where_the_chat_may_be_is_told_after_a_while_only_and_in_no_window(
    indoors: Browser, neighbours: Neighbours, tmp_path: Path
) -> None:
    """A chat that is started anew is back sooner; the window looks for it by itself."""
    neighbours.readdress(SECOND, there=True)
    command = neighbours.home(*SERVE)
    with RunningServer(tmp_path / "data", "--host", "0.0.0.0", command=command) as chat:
        group = People(indoors, f"http://{HOME}:{chat.port}")
        people = [group("Ada"), group(user_agent="Mozilla/5.0 ChatWindow/1")]
        ada, window = people
        for person in people:
            person.page.clock.install()
        chat.kill()
        for person in people:
            wait_for(person, "waiting")
            expect(person.page.locator("#other-address")).to_be_hidden()
            person.page.clock.fast_forward("00:11")
        expect(ada.page.locator("#other-address")).to_contain_text("it may be at")
        expect(ada.page.locator("#other-address a")).to_have_text(f"http://{SECOND}:{chat.port}/")
        expect(window.page.locator("#other-address")).to_be_hidden()
        chat.start()
        for person in people:
            person.page.clock.fast_forward("01:00")
            wait_for(person, "connected")
            expect(person.page.locator("#other-address")).to_be_hidden()
        group.leave()
    neighbours.readdress(SECOND, there=False)
