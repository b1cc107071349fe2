"""Being the same person in another browser: by a link that works once, and by a code on paper."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.people import People, Person, visit
from tests.running import RunningServer


def open_panel(person: Person) -> None:
    """The panel for one's other devices, from the one for everybody else's."""
    person.page.get_by_role("button", name="Invite others").first.click()
    person.page.get_by_role("button", name="Use my name on another device").click()
    expect(person.page.get_by_role("dialog", name="Use on another device")).to_be_visible()


def link_of(person: Person, server: RunningServer) -> str:
    """The link that the panel shows, at the address that leads to the test's server."""
    open_panel(person)
    shown = person.page.locator(".device-link .copy-text")
    expect(shown).to_have_text(re.compile(r"#device=[a-z2-7]{26}$"))
    expect(person.page.get_by_role("img", name="QR code of the link")).to_be_visible()
    expect(person.page.locator(".device-link .drawn-code path")).to_have_attribute(
        "d", re.compile("^M")
    )
    return f"{server.url}/#{shown.inner_text().partition('#')[2]}"


def printed(page: Page) -> str:
    """What stands on the paper that the button prints."""
    page.emulate_media(media="print")
    page.evaluate("""() => addEventListener('beforeprint', () => {
      document.body.dataset.paper = document.body.innerText;
    }, { once: true })""")
    page.locator(".device-print").evaluate("(button) => button.click()")  # It is not on the paper.
    expect(page.locator("body")).to_have_attribute("data-paper", re.compile("."))
    paper = page.locator("body").get_attribute("data-paper")
    page.emulate_media(media="screen")
    return paper or ""


def come_in(page: Page) -> None:
    page.get_by_role("button", name="Be that person").click()
    expect(page.locator("#arrival")).to_be_hidden()
    expect(page.locator("#connection")).to_have_attribute("data-phase", "connected")


def test_a_link_makes_another_browser_the_same_person_once(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada")
    ada.write("from the desk")
    expect(ada.row("from the desk")).to_be_visible()
    link = link_of(ada, server)
    phone = people()
    visit(phone.page, link)
    expect(phone.page.get_by_role("dialog", name="Be the same person here?")).to_be_visible()
    assert "device" not in phone.page.evaluate("() => location.href")
    phone.page.get_by_role("button", name="Leave it").click()
    ahead = people()
    visit(ahead.page, link)  # Looking at it has used up nothing.
    come_in(ahead.page)
    expect(ahead.page.locator("#nick")).to_have_value("Ada")
    expect(ahead.page.locator(".row.mine").filter(has_text="from the desk")).to_be_visible()
    ahead.write("from the sofa")
    expect(ada.page.locator(".row.mine").filter(has_text="from the sofa")).to_have_count(1)
    visit(phone.page, f"{server.url}/")
    visit(phone.page, link)
    phone.page.get_by_role("button", name="Be that person").click()
    expect(phone.page.locator("#arrival .problem")).to_have_text(re.compile("opens nothing"))


def test_a_code_from_paper_gives_a_lost_name_back(people: People) -> None:
    ada = people("Ada")
    ada.write("before the loss")
    expect(ada.row("before the loss")).to_be_visible()
    open_panel(ada)
    ada.page.get_by_role("button", name="Make a recovery code").click()
    code = ada.page.locator(".device-secret")
    expect(code).to_have_text(re.compile(r"^([a-z2-7]{4} ){6}[a-z2-7]{2}$"))
    written = code.inner_text()
    paper = printed(ada.page)
    assert written in paper
    assert "makes you the same person again" in paper
    assert ada.url not in paper  # Neither a link that opens the same,
    assert "before the loss" not in paper  # nor what was said.
    ada.page.keyboard.press("Escape")
    expect(code).to_have_text("")  # Nothing stays on the page.
    expect(ada.page.locator("html")).not_to_have_class(re.compile("printing"))
    new = people("Somebody")
    open_panel(new)
    expect(new.page.locator(".device-link")).to_be_hidden()  # There is nothing to take along.
    typed = new.page.get_by_label("Type a recovery code to be the person here whose it is")
    typed.fill("wrong")
    typed.press("Enter")
    expect(new.page.locator("#device .invite-problem")).to_have_text(re.compile("opens nothing"))
    typed.fill(written.upper())
    typed.press("Enter")
    expect(new.page.locator("#nick")).to_have_value("Ada")
    expect(new.page.locator(".row.mine").filter(has_text="before the loss")).to_be_visible()


def test_a_change_of_name_is_told_to_the_chat(people: People, server: RunningServer) -> None:
    ada = people("Ada")
    ada.write("hello")
    expect(ada.row("hello")).to_be_visible()
    with ada.page.expect_response(lambda answer: answer.url.endswith("/me")) as told:
        ada.call_oneself("Bea")
        ada.page.locator("#nick").press("Enter")
    assert told.value.status == 200
    assert [(each["kind"], each["nick"]) for each in server.log()] == [
        ("message", "Ada"),
        ("member", "Bea"),
    ]
