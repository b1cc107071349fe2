"""What a message may begin with to do something instead."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.people import People, Person, box_of, eventually
from tests.browser.test_changes import act, history, say
from tests.browser.test_invite import become_admin
from tests.browser.test_presence import types_until
from tests.running import RunningServer

SHRUG = r"¯\_(ツ)_/¯"


def box(person: Person) -> Locator:
    return person.page.locator("#message")


def note(person: Person) -> Locator:
    return person.page.locator("#composer-note")


def type_in(person: Person, text: str) -> None:
    box(person).fill(text)
    box(person).press("Control+Enter")


def said(person: Person, room: str) -> list[tuple[str, Any]]:
    """What is in the log, and whether it is an act."""
    return [(entry["message"], entry.get("act")) for entry in history(person, room)]


def test_what_somebody_does_is_said_of_them(folk: People) -> None:
    ann, bob = folk("Ann", "acts"), folk("Bob", "acts")
    ann.write("hello", "/me waves to **all**", "/me 👋", "and on")
    expect(bob.stored()).to_have_text(["hello", "Ann waves to **all**", "Ann 👋", "and on"])
    act_row = bob.row("waves")
    expect(act_row.locator(".bubble.deed strong")).to_have_text("**all**")
    expect(act_row.locator(".by .who")).to_be_hidden()  # It stands among the words.
    assert box_of(act_row.locator(".bubble"))["width"] < 300  # As they do, close together.
    expect(bob.page.locator(".bubble.emoji")).to_have_count(0)
    for text in ("waves", "👋", "and on"):  # Each with who it is.
        assert "follows" not in str(bob.row(text).get_attribute("class"))
    assert said(ann, "acts") == [
        ("hello", None),
        ("waves to **all**", True),
        ("👋", True),
        ("and on", None),
    ]
    act_row.locator(".act-nick .who").click()
    expect(bob.page.get_by_role("dialog", name="Ann")).to_be_visible()
    bob.page.keyboard.press("Escape")

    # An answer names who did it, an edit keeps what it is, and what waits is typed once more.
    act_row.hover()
    bob.page.locator("#row-more").click()
    bob.page.get_by_role("menuitem", name="Reply").click()
    bob.write("hi")
    expect(ann.row("hi").locator(".quote")).to_have_text("Annwaves to all")
    ann.context.set_offline(True)
    expect(ann.page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    ann.write("/me leaves")
    expect(ann.waiting().locator(".bubble.deed")).to_have_text("Ann leaves")
    box(ann).press("ArrowUp")
    expect(box(ann)).to_have_value("/me leaves")
    box(ann).fill("")
    ann.context.set_offline(False)
    expect(ann.page.locator("#connection")).to_have_attribute("data-phase", "connected")
    act(ann, "DELETE", f"/messages/{history(ann, 'acts')[1]['id']}")
    gone = bob.page.locator(".message", has=bob.page.locator(".bubble.blank"))
    expect(gone.locator(".bubble")).to_have_text("Removed by who said it")
    expect(gone.locator(".by .who")).to_be_visible()


def test_no_command_is_sent_by_mistake(folk: People) -> None:
    ann = folk("Ann", "mistakes")
    type_in(ann, "/whois Bob")
    expect(box(ann)).to_have_value("/whois Bob")
    expect(note(ann)).to_contain_text("There is no command /whois. There are /nick, /me, /msg,")
    expect(note(ann)).not_to_contain_text("/topic")  # Nothing for who keeps no order here.
    for command, why in (
        ("/me", "Write what /me is about: /me WHAT YOU DO."),
        ("/msg", "Write what /msg is about: /msg NAME [MESSAGE]."),
        ("/help me", "/help stands alone, with nothing after it."),
        ("/topic x", "There is no command /topic."),
        ("/msg Nobody hello", "Nobody whom you have met here is called Nobody."),
        ("/nick \u200b\u2060", "Nobody could see that name."),
        ("/nick " + "x" * 300, "That name is too long"),
        ("/invite Ann", "Everybody in the chat can read this room already."),
    ):
        type_in(ann, command)
        expect(note(ann)).to_contain_text(why)
        expect(box(ann)).to_have_value(command)
    texts = ["//me stays", "/etc/hosts", "// a comment", "/ alone", "//etc/hosts", "/7", "a /me b"]
    ann.write(*texts)
    kept = ["/me stays", *texts[1:]]
    expect(ann.stored()).to_have_text(kept)
    assert said(ann, "mistakes") == [(text, None) for text in kept]
    box(ann).press("ArrowUp")
    box(ann).fill("/me is no command here")  # What is edited is a message.
    box(ann).press("Control+Enter")
    expect(ann.stored().last).to_have_text("/me is no command here")


def test_what_is_begun_as_a_message_is_taken_back_as_it_is_typed(folk: People) -> None:
    ann = folk("Ann", "typed")
    ann.context.set_offline(True)
    expect(ann.page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    ann.write("//me stays")
    expect(ann.waiting().locator(".bubble")).to_have_text("/me stays")
    box(ann).press("ArrowUp")
    expect(box(ann)).to_have_value("//me stays")


def test_commands_do_what_their_buttons_do(folk: People) -> None:
    ann, bob = folk("Nora", "doing"), folk("Boris", "doing")
    say(bob, "I am Boris", "doing")
    ann.write("I am Nora", "/shrug", "/SHRUG who knows")
    expect(bob.stored().nth(2)).to_have_text(SHRUG)
    expect(bob.stored().nth(3)).to_have_text(f"who knows {SHRUG}")

    type_in(ann, "/nick  Nora  of the hill")
    expect(ann.page.locator("#nick")).to_have_value("Nora of the hill")
    expect(bob.page.locator(".renaming")).to_have_text("Nora is now Nora of the hill")
    expect(box(ann)).to_have_value("")

    type_in(ann, "/search hill")
    expect(ann.page.locator("#search-words")).to_have_value("hill")
    expect(ann.page.locator("#search-words")).to_be_focused()
    ann.page.keyboard.press("Escape")
    type_in(ann, "/search")
    expect(ann.page.locator("#search-words")).to_be_focused()
    ann.page.keyboard.press("Escape")
    expect(box(ann)).to_be_focused()

    type_in(ann, "/help")
    sheet = ann.page.get_by_role("dialog", name="All keys and commands")
    expect(sheet.get_by_role("button", name="/me WHAT YOU DO")).to_be_visible()
    sheet.get_by_role("button", name="/shrug").click()
    expect(sheet).to_be_hidden()
    expect(box(ann)).to_be_focused()
    expect(box(ann)).to_have_value("/shrug ")
    box(ann).fill("")

    type_in(ann, "/invite")
    expect(ann.page.get_by_role("dialog", name="Invite others")).to_be_visible()
    ann.page.keyboard.press("Escape")

    type_in(ann, "/msg @Boris  just us")
    expect(ann.page.locator("#room-name")).to_have_text("Boris")
    expect(ann.stored()).to_have_text(["just us"])
    expect(bob.room_link("Nora of the hill").locator(".badge-count")).to_have_text("1")


def test_a_room_is_muted_and_heard_again_by_its_bell_s_level(folk: People) -> None:
    ann = folk("Ann", "muted")
    ann.write("hello")

    def level() -> tuple[str, bool]:
        [room] = [one for one in act(ann, "GET", "/rooms")["rooms"] if one["name"] == "muted"]
        return room.get("level", "all"), bool(room.get("until"))

    for command, wanted in (
        ("/mute", ("nothing", False)),
        ("/mute hour", ("nothing", True)),
        ("/mute Tomorrow", ("nothing", True)),
        ("/mute off", ("all", False)),
    ):
        type_in(ann, command)
        eventually(ann.page, lambda wanted=wanted: level() == wanted)  # type: ignore[misc]
    type_in(ann, "/mute for ever")
    expect(note(ann)).to_contain_text("hour, tomorrow, off")
    expect(box(ann)).to_have_value("/mute for ever")


def test_commands_are_offered_as_one_types(folk: People) -> None:
    ann = folk("Ann", "offers")
    offers = ann.page.get_by_role("option")
    box(ann).press_sequentially("/s")
    expect(offers).to_have_text([re.compile("^//search .*Search messages"), re.compile("/shrug")])
    box(ann).press("Tab")
    expect(box(ann)).to_have_value("/search ")
    box(ann).fill("")
    box(ann).press_sequentially("//s")
    expect(offers).to_have_count(0)
    box(ann).fill("")
    box(ann).press_sequentially("/shrug")
    box(ann).press("Enter")
    expect(ann.stored()).to_have_text([SHRUG])
    box(ann).press("ArrowUp")
    box(ann).fill("")
    box(ann).press_sequentially("/s")  # What is edited is a message.
    expect(offers).to_have_count(0)


def test_who_is_meant_by_a_name(folk: People) -> None:
    ann, first, second = (folk(nick, "names") for nick in ("Ann", "Jo", "Jo"))
    third = folk("Jo Ann", "names")
    for person in (first, second, third):
        say(person, "here", "names")
    expect(ann.stored()).to_have_count(3)
    type_in(ann, "/msg jo hello")
    tags = [person.member[:4] for person in (first, second)]
    expect(note(ann)).to_contain_text("Several are called Jo")
    for tag in tags:
        expect(note(ann)).to_contain_text(f"Jo#{tag}")
    type_in(ann, f"/msg @Jo#{tags[1]} hello")
    expect(second.room_link("Ann")).to_be_visible()
    expect(first.room_link("Ann")).to_have_count(0)
    expect(ann.page.locator("#room-name")).to_contain_text("Jo")
    ann.enter("names")
    type_in(ann, "/msg Jo Ann, hi")
    expect(third.room_link("Ann")).to_be_visible()
    expect(ann.stored()).to_have_text([", hi"])


def test_host_and_who_made_a_room_set_what_it_is_about(
    people: People, server: RunningServer
) -> None:
    host, bob = people("Hedy"), people("Bob")
    become_admin(host, server)
    host.enter()
    type_in(host, "/topic Tea, and nothing else")
    expect(bob.page.locator("#room-topic")).to_have_text("Tea, and nothing else")
    type_in(host, "/topic")
    expect(host.page.get_by_label("What it is about")).to_have_value("Tea, and nothing else")
    host.page.keyboard.press("Escape")
    host.page.route("**/rooms/lobby", lambda route: route.abort())
    type_in(host, "/topic Coffee")
    expect(note(host)).to_have_text("The server cannot be reached.")
    expect(box(host)).to_have_value("/topic Coffee")  # Nothing that was typed is lost.
    host.page.unroute("**/rooms/lobby")

    bob.write("I am Bob")
    expect(host.row("I am Bob")).to_be_visible()
    host.page.get_by_role("button", name="Make a room").click()
    host.page.get_by_label("Name of the new room").fill("Plans")
    host.page.get_by_label("Only who is invited").check()
    host.page.get_by_role("button", name="Make room").click()
    expect(host.page.locator("#room-name")).to_have_text("Plans")
    type_in(host, "/invite")
    expect(host.page.get_by_role("dialog", name="Plans")).to_be_visible()
    host.page.keyboard.press("Escape")
    type_in(host, "/invite @Bob")
    expect(bob.room_link("Plans")).to_be_visible()


def test_who_may_not_write_still_finds_and_is_told_why(
    people: People, server: RunningServer
) -> None:
    host, bob = people("Hedy"), people("Bob")
    become_admin(host, server)
    bob.write("I am Bob")
    until = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    act(host, "PUT", f"/members/{bob.member}", muted_until=until, nick="Hedy")
    expect(bob.page.locator("#floor")).to_contain_text("You are muted")
    type_in(bob, "/me sighs")
    expect(note(bob)).to_contain_text("You are muted")
    expect(box(bob)).to_have_value("/me sighs")
    type_in(bob, "/search Bob")
    expect(bob.page.locator("#search-words")).to_have_value("Bob")


def test_nobody_is_told_that_somebody_types_a_command(folk: People) -> None:
    ann, bob = folk("Hanna", "hush"), folk("Hugo", "hush")
    for person in (ann, bob):
        person.write("I am here")
    expect(bob.stored()).to_have_count(2)
    expect(ann.page.locator("#here-open")).to_be_visible()  # Somebody would be told.
    told: list[str] = []
    ann.page.on("request", lambda request: told.append(request.url.rpartition("/")[2]))
    box(ann).press_sequentially("/nick Ann")
    box(ann).press_sequentially(" is //no command", delay=5)
    box(ann).fill("")
    assert "typing" not in told
    types_until(ann, bob.page, "Hanna is typing…")
