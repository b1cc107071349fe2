"""Being named in a message: how it is seen, counted and listed, and how one comes there."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.people import People, Person
from tests.browser.test_changes import act, say

SELECTED = """(text) => {
  const bubble = [...document.querySelectorAll('.bubble')].find((one) => one.textContent === text);
  getSelection().selectAllChildren(bubble.closest('.row').parentNode);
  let copied = '';
  const data = { setData: (kind, value) => { if (kind === 'text/plain') copied = value; } };
  const event = new Event('copy', { bubbles: true, cancelable: true });
  document.dispatchEvent(Object.assign(event, { clipboardData: data }));
  return copied;
}"""


def name_in(person: Person, text: str) -> Locator:
    return person.row(text).locator(".mention")


def called(mention: Locator) -> str:
    """What is seen of it."""
    seen: str = mention.evaluate(
        """(node) => {
          const before = getComputedStyle(node, '::before').content;
          return (before === 'none' ? '' : JSON.parse(before)) + node.innerText;
        }"""
    )
    return seen


def test_a_name_is_seen_as_it_is_now_and_copied_as_it_was_typed(folk: People) -> None:
    ida, jon = folk("Ida", "hall"), folk("Jon", "hall")
    act(jon, "PUT", "/me", nick="Jon")
    text = "so **@Jon**, `@Jon` and x@Jon, @nobody"
    say(ida, text, "hall")
    say(ida, "that is all", "hall")
    for person in (ida, jon):
        expect(name_in(person, "that is all")).to_have_count(0)
        expect(name_in(person, "nobody")).to_have_count(1)
    own = name_in(jon, "nobody")
    expect(own).to_have_attribute("title", "This means you.")
    expect(jon.page.locator(".names-reader")).to_have_count(1)
    expect(ida.page.locator(".names-reader, .mention-mine")).to_have_count(0)

    act(jon, "PUT", "/me", nick="Jonathan", room="hall")
    for person in (ida, jon):
        mention = person.page.locator(".mention")
        expect(mention).to_have_attribute("data-called", "@Jonathan")
        assert called(mention) == "@Jonathan"
        assert text in person.page.evaluate(SELECTED, text)
    later = folk("Lou", "hall")
    expect(later.page.locator(".mention")).to_have_attribute("data-called", "@Jonathan")

    later.page.locator(".mention").click()
    expect(later.page.locator("#profile")).to_be_visible()
    expect(later.page.locator(".profile-name")).to_have_text("Jonathan")


def test_an_edit_names_others(folk: People) -> None:
    ida, kim = folk("Ina", "attic"), folk("Kim", "attic")
    act(kim, "PUT", "/me", nick="Kim")
    said = say(ida, "hello all", "attic")
    expect(kim.row("hello all")).to_be_visible()
    act(ida, "PUT", f"/messages/{said}", message="hello @Kim")
    expect(kim.page.locator(".names-reader")).to_have_count(1)
    expect(name_in(kim, "hello @Kim")).to_have_text("@Kim")
    act(ida, "PUT", f"/messages/{said}", message="hello @here")
    expect(name_in(kim, "hello @here")).to_have_text("@here")
    expect(kim.page.locator(".names-reader")).to_have_count(1)
    act(ida, "PUT", f"/messages/{said}", message="hello nobody")
    expect(kim.row("hello nobody")).to_be_visible()
    expect(kim.page.locator(".names-reader, .mention")).to_have_count(0)


def badge(person: Person, room: str) -> Locator:
    return person.room_link(room).locator(".badge-mentions")


def test_mentions_are_counted_apart_and_one_key_leads_from_one_to_the_next(folk: People) -> None:
    mia = folk("Mia", "porch")
    act(mia, "PUT", "/me", nick="Mia")
    leo = folk("Leo", "cellar")
    say(leo, "hello", "cellar")
    say(leo, "@Mia one", "cellar")
    last = say(leo, "@mia two", "cellar")
    for number in range(30):
        say(leo, f"and so on {number}", "cellar")
    expect(badge(mia, "cellar")).to_have_text("@2Named 2 times, unread")
    expect(mia.page).to_have_title(re.compile(r"^\(@2\) porch"))
    tab = folk.tab(mia.context, "porch")
    expect(badge(tab, "cellar")).to_be_visible()

    mia.page.keyboard.press("Alt+m")
    expect(mia.row("@Mia one")).to_be_in_viewport()
    expect(badge(mia, "cellar")).to_have_text("@1Named 1 time, unread")
    act(leo, "PUT", f"/messages/{last}", message="nobody")
    expect(badge(mia, "cellar")).to_be_hidden()
    mia.page.keyboard.press("Alt+m")
    expect(mia.page.locator("#composer-note")).to_have_text("You have read all that names you.")


def test_what_names_one_is_listed_and_put_away_one_by_one_or_all(folk: People) -> None:
    amy, ben = folk("Amy", "loft"), folk("Ben", "yard")
    opener = amy.page.locator("#mentions-open")
    expect(opener).to_be_hidden()
    act(amy, "PUT", "/me", nick="Amy")
    for number in range(3):
        say(ben, f"@Amy **number** {number}", "yard")
    expect(opener).to_be_visible()
    opener.click()
    rows = amy.page.locator("#mentions li")
    expect(rows.locator(".mention-words")).to_have_text(
        [f"@Amy number {number}" for number in (2, 1, 0)]
    )
    expect(rows.first).to_contain_text("Ben")
    expect(rows.first).to_contain_text("yard")
    rows.nth(1).get_by_role("button").click()
    expect(rows).to_have_count(2)
    expect(badge(amy, "yard")).to_have_text("@2Named 2 times, unread")
    rows.nth(1).get_by_role("link").click()
    expect(amy.page.locator("#mentions")).to_be_hidden()
    expect(amy.row("@Amy number 0").or_(amy.row("@Amy **number** 0"))).to_be_in_viewport()

    opener.click()
    amy.page.locator(".mentions-all").click()
    expect(rows).to_have_count(0)
    expect(amy.page.locator(".mentions-none")).to_be_visible()
    amy.page.keyboard.press("Escape")
    expect(badge(amy, "yard")).to_be_hidden()
    amy.page.reload()
    expect(amy.page.locator("#connection")).to_have_attribute("data-phase", "connected")
    opener.click()
    expect(amy.page.locator(".mentions-none")).to_be_visible()
