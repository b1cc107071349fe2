"""What others do meanwhile is not in anybody's way: nothing is redrawn under their hands."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Request, expect

from tests.browser.people import People, Person, eventually
from tests.browser.test_changes import act
from tests.browser.test_invite import become_admin, invite
from tests.browser.test_private_rooms import link, make_private, panel, secret_of
from tests.running import RunningServer

REFUSAL = {"title": "Not allowed", "description": "Not today."}


def test_who_comes_and_goes_takes_nothing_out_of_ones_hands(people: People) -> None:
    ada, bob, eve = people("Ada"), people("Bob"), people("Eve")
    bob.write("hello")
    eve.write("hello, too")
    expect(ada.stored()).to_have_count(2)
    make_private(ada, "Plans")
    room = ada.page.url.partition("#")[2]
    used = link(ada, once=True)
    shown = panel(ada)
    persons = shown.locator(".person-name")
    for person in (bob, eve):
        act(ada, "PUT", f"/rooms/{room}/members/{person.member}")
    expect(persons).to_have_text(["Ada", "Bob", "Eve"])

    # A press that began before somebody left ends as it was meant, and the reason stays to be read.
    ada.page.route("**/members/*", lambda route: route.fulfill(status=403, json=REFUSAL))
    shown.get_by_role("button", name="Take Bob out").click()
    expect(shown.get_by_text("Not today.")).to_be_visible()
    ada.page.unroute("**/members/*")
    take_out = shown.get_by_role("button", name="Take Bob out")
    take_out.hover()
    ada.page.mouse.down()
    act(eve, "DELETE", f"/rooms/{room}/members/{eve.member}")
    expect(persons).to_have_text(["Ada", "Bob"])
    expect(shown.get_by_text("Not today.")).to_be_visible()
    take_out.hover()  # The panel is lower by a line now.
    ada.page.mouse.up()
    expect(persons).to_have_text(["Ada"])
    expect(shown.get_by_text("Not today.")).to_be_hidden()
    expect(shown.get_by_role("button", name="Add people")).to_be_focused()

    # A question stays, and is about what is so now.
    shown.get_by_role("button", name="Leave this room").click()
    expect(shown.locator(".leaving")).to_contain_text("You are the last one here.")
    act(ada, "PUT", f"/rooms/{room}/members/{bob.member}")
    expect(shown.locator(".leaving")).not_to_contain_text("You are the last one here.")
    expect(shown.get_by_role("button", name="Stay")).to_be_focused()
    ada.page.keyboard.press("Enter")

    # Of the invitations that are open one is taken back with the keyboard.
    shown.get_by_label("For one person").uncheck()
    shown.get_by_role("button", name="Make a link").click()
    links = shown.locator(".links-open .link")
    expect(links).to_contain_text(["For one person", "0 came in by it"])
    many = shown.locator(".link-address").inner_text()
    take_back = links.nth(1).get_by_role("button", name="Take back the invitation")
    take_back.focus()
    eve.page.evaluate("secret => { location.hash = `join=${secret}` }", secret_of(used))
    expect(eve.page.locator("#room-name")).to_have_text("Plans")
    expect(links).to_contain_text(["0 came in by it"])
    expect(links.get_by_role("button")).to_be_focused()
    ada.page.keyboard.press("Enter")
    expect(shown.locator(".links-open")).to_be_hidden()
    expect(shown.get_by_label("For one person")).to_be_focused()
    late = people("Late")
    late.page.evaluate("secret => { location.hash = `join=${secret}` }", secret_of(many))
    expect(late.page.locator("#composer-note")).to_contain_text("The invitation did not work.")


def test_who_knocks_and_what_others_decide_leave_alone_what_the_host_is_at(
    people: People, server: RunningServer
) -> None:
    host = people("Hedy")
    become_admin(host, server)
    host.call_oneself("Hedy")
    act(host, "PUT", "/door", mode="approve")
    shown = invite(host)
    knock(people, "Dan")
    let_in = shown.get_by_role("button", name="Let Dan in")
    let_in.focus()
    knock(people, "Zoe")
    expect(shown.locator(".newcomers li")).to_have_count(2)
    expect(let_in).to_be_focused()
    host.page.keyboard.press("Enter")
    expect(shown.locator(".newcomers li")).to_have_count(1)
    expect(shown.get_by_role("radio", name="Whom I let in")).to_be_focused()
    passcode = shown.get_by_label("Passcode for newcomers")
    shown.get_by_role("radio", name="With a passcode").check(force=True)
    host.page.keyboard.type("sword")
    knock(people, "Eve")
    expect(shown.locator(".newcomers li")).to_have_count(2)
    expect(passcode).to_be_focused()
    host.page.keyboard.type("fish")
    expect(passcode).to_have_value("swordfish")
    host.page.keyboard.press("Escape")
    settings_follow_others(host)
    rooms_move_and_keep_the_focus(host)


def settings_follow_others(host: Person) -> None:
    """Where nobody types and no switch is on its way."""
    host.page.get_by_role("button", name="Settings of this room").click()
    shown = host.page.locator("#room-settings")
    topic = shown.get_by_label("What it is about")
    topic.fill("Tea and")
    decides(host, shown, title="Hall")
    expect(shown.get_by_label("What it is called")).to_have_value("Hall")
    archived = shown.get_by_role("switch", name="Archived")
    under_way: list[Request] = []
    host.page.route("**/rooms/lobby", lambda route: under_way.append(route.request))
    archived.check()
    eventually(host.page, lambda: len(under_way) == 1)
    decides(host, shown, title="The hall")
    expect(archived).to_be_checked()
    host.page.unroute("**/rooms/lobby")
    decides(host, shown, archived=True, title="Hall")
    decides(host, shown, archived=False, title="Great hall")
    expect(archived).not_to_be_checked()
    topic.press("End")
    topic.press_sequentially(" cakes")
    with host.page.expect_request("**/rooms/lobby") as saved:
        topic.press("Enter")
    wanted = saved.value.post_data_json or {}
    assert wanted["topic"] == "Tea and cakes"
    assert "title" not in wanted  # Another's, which nobody typed here.
    host.page.keyboard.press("Escape")


def rooms_move_and_keep_the_focus(host: Person) -> None:
    """By another name one stands elsewhere in the list."""
    for room in ("alpha", "beta", "gamma"):
        act(host, "POST", "/rooms", name=room)
    host.room_link("gamma").focus()
    act(host, "PATCH", "/rooms/alpha", title="zeta", nick="Hilda")
    names = host.page.locator("#room-list .room-label")
    expect(names).to_have_text(["Great hall", "beta", "gamma", "zeta"])
    expect(host.room_link("gamma")).to_be_focused()


def decides(host: Person, shown: Locator, *, title: str, **others: Any) -> None:
    """Another helper does, and the panel has heard of it."""
    act(host, "PATCH", "/rooms/lobby", title=title, nick="Hilda", **others)
    expect(shown.get_by_role("heading", name=title, exact=True)).to_be_visible()


def knock(people: People, nick: str) -> None:
    """Somebody asks to come in."""
    context = people.browser.new_context()
    people.contexts.append(context)
    assert context.request.get(f"{people.url}/about").ok
    asked = context.request.post(f"{people.url}/door", data={"nick": nick})
    assert asked.ok, asked.text()
