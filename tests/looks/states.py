"""Every state that people see the page in, and the way there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.browser.choosing import png
from tests.browser.people import Person, eventually, visit
from tests.browser.test_invite import become_admin
from tests.looks.house import House
from tests.looks.story import ROOM

PLAN: Final = "\n".join(f"Day {day}: on to the next hut, if it is dry" for day in range(9)).encode()

State = Callable[[House], Page]

REFUSAL: Final = {"title": "Not allowed", "description": "This room is closed for today."}
HINT: Final = {
    "cause": "firewall",
    "text": "The firewall ufw lets no other device come in at port 8080. This lets them:",
    "command": "sudo ufw allow proto tcp from 192.168.1.0/24 to any port 8080",
}
STANDING: Final = {
    "member": "a",
    "nick": "Linus",
    "tag": "a",
    "since": "2026-01-01T00:00:00.000Z",
    "former": ["Lin", "Shouter"],
    "role": "",
    "muted_until": "2026-01-02T11:30:00.000Z",
    "removed": False,
    "hidden": True,
}
OTHERS: Final = [
    {"url": "http://chat.local:8080/", "kind": "name", "label": "Name"},
    {"url": "http://[2001:db8::53ff:fe12:3456]:8080/", "kind": "network", "label": "Wi-Fi"},
]


def empty(house: House) -> Page:
    """A newcomer in a room in which nobody has written."""
    return house.visitor(room="quiet").page


def busy(house: House) -> Page:
    """Back at the first of some messages that came since."""
    person = house.visitor("Ada", ROOM)
    expect(person.page.locator(".news")).to_be_in_viewport()
    return person.page


def told(house: House) -> Page:
    """What hostile people and programs write, what is long, and one's own."""
    person = house.visitor("Ada", ROOM)
    person.write("Coming! 🏃", "🍕", "See https://example.org/menu?day=friday\n\nor ask me")
    person.write("> who?\n**So** *it* ~~was~~ `x` ||him||", "```python\nprint(1)\n```")
    expect(person.row("Coming!")).to_be_visible()
    person.row("Minutes of the meeting").evaluate("(node) => node.scrollIntoView()")
    return person.page


def rooms(house: House) -> Page:
    """The list, on a phone in its drawer."""
    person = house.visitor("Ada")
    show_rooms(person)
    return person.page


def filtered(house: House) -> Page:
    """A room is looked for that does not exist."""
    page = rooms(house)
    page.get_by_label("Find a room").fill("nowhere")
    expect(page.locator("#room-filter p")).to_be_visible()
    return page


def room_refused(house: House) -> Page:
    """A new room's name that cannot be one."""
    page = rooms(house)
    page.get_by_role("button", name="Make a room").click()
    page.locator("#new-room-name").fill("what/ever")
    page.locator("#new-room-name").press("Enter")
    expect(page.locator("#new-room-problem")).to_be_visible()
    return page


def offline(house: House) -> Page:
    """The server is gone, two messages wait."""
    chat = house.another()
    person = house.visitor("Ada", ROOM, chat)
    chat.kill()
    expect(person.page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    person.write("Is the server down?", "This one waits too, and it is long enough for two lines")
    expect(person.waiting()).to_have_count(2)
    return person.page


def not_sent(house: House) -> Page:
    """Something was refused, and the next is too long."""
    person = house.visitor("Ada", ROOM)
    person.page.route("**/pub", lambda route: route.fulfill(status=403, json=REFUSAL))
    person.write("Nobody will read this")
    expect(person.waiting().get_by_role("alert")).to_be_visible()
    person.page.locator("#message").fill("too long " * 600)
    return person.page


def keys(house: House) -> Page:
    """The sheet of all keys and commands."""
    page = house.visitor("Ada", ROOM).page
    page.keyboard.press("Control+/")
    expect(page.locator("#keys .commands-list li").last).to_be_attached()
    return page


def going(house: House) -> Page:
    """To a room or a person by some letters; what somebody did stands behind it."""
    person = house.visitor("Ada", "done")
    person.write("/me waves to everybody")
    expect(person.stored().last).to_contain_text("waves to everybody")
    person.page.keyboard.press("Control+k")
    person.page.keyboard.type("e")
    expect(person.page.get_by_role("option").first).to_be_visible()
    return person.page


def what_can_be_done(house: House) -> Page:
    """The menu at a message that was edited and is in the box once more; one was taken back."""
    person = house.visitor("Ada", "done")
    page, box = person.page, person.page.locator("#message")
    person.write("Lunch at noon", "Nobody is to read this")
    expect(person.waiting()).to_have_count(0)
    page.locator("#conversation").press("ArrowUp")
    page.keyboard.press("Delete")
    expect(person.row("Removed by")).to_be_visible()
    box.press("ArrowUp")
    box.fill("Lunch at one")
    box.press("Control+Enter")
    expect(person.row("Lunch at one").locator(".edited")).to_be_visible()
    box.press("ArrowUp")
    page.locator("#conversation").press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    return page


def answered(house: House) -> Page:
    """A message that answers another, with a reaction, and the choice of one more; another answer
    is begun.
    """
    person = house.visitor("Ada", "answers")
    page = person.page
    person.write("Who has the key?")
    for words in ("I do", ""):
        expect(person.waiting()).to_have_count(0)
        page.locator("#conversation").press("ArrowUp")
        page.keyboard.press("r")
        expect(page.locator("#replying")).to_be_visible()
        if words:
            person.write(words)
    page.locator("#conversation").press("ArrowUp")
    page.keyboard.press("+")
    page.locator(".picker-emoji").first.click()
    page.locator(".reaction-more").last.click()
    expect(page.locator("#picker")).to_be_visible()
    return page


def completed(house: House) -> Page:
    """What is offered for an emoji, one of them chosen by an arrow."""
    page = house.visitor("Ada", ROOM).page
    page.locator("#message").press_sequentially("so :face")
    expect(page.locator("#offers [role=option]")).to_have_count(10)
    page.keyboard.press("ArrowDown")
    return page


def named(house: House) -> Page:
    """Named in a message by another name than one's own now, and the list of all that."""
    person = house.visitor("Grace", "naming")
    page = person.page
    other = house.visitor("Alan", "naming")
    for who, nick in ((person, "Grace"), (other, "Alan")):
        who.page.request.put(f"{who.url}/me", data={"nick": nick})
    other.write("@Grace, have you seen @Alan?", "@here lunch")
    expect(page.locator(".mention")).to_have_count(3)
    show_rooms(person)
    page.locator("#mentions-open").click()
    expect(page.locator("#mentions li")).to_have_count(2)
    return page


def mentioned(house: House) -> Page:
    """The same in a room that is not open, and how it is seen in the messages."""
    person = house.visitor("Edith", "naming")
    page = person.page
    other = house.visitor("Konrad", "elsewhere")
    for who, nick in ((person, "Edith"), (other, "Konrad")):
        who.page.request.put(f"{who.url}/me", data={"nick": nick})
    other.write("@Edith?", "@Edith!")
    show_rooms(person)
    expect(person.room_link("elsewhere").locator(".badge-mentions")).to_be_visible()
    return page


def searched(house: House) -> Page:
    """What was found everywhere, with one chosen and what may be said after `from:`."""
    page = house.visitor("Ada", ROOM).page
    page.keyboard.press("Control+f")
    page.get_by_role("radio", name="Everywhere").check()
    found = page.locator(".found .row")
    eventually(page, lambda: finds(page, "the from:", found))
    page.keyboard.press("ArrowDown")
    expect(page.locator(".search-hint").first).to_have_text("me")
    return page


def not_found(house: House) -> Page:
    """Nothing was, and something to try is said."""
    page = house.visitor("Ada", ROOM).page
    page.keyboard.press("Control+f")
    page.locator("#search-words").fill("somewhere over the rainbow")
    expect(page.get_by_role("button", name="Look everywhere")).to_be_visible()
    return page


def name_asked(house: House) -> Page:
    """The first message of somebody without a name."""
    person = house.visitor(room=ROOM)
    person.page.locator("#message").fill("Hello, who is here?")
    person.page.locator("#message").press("Control+Enter")
    expect(person.page.locator("#composer-note")).not_to_be_empty()
    return person.page


def invite_open(house: House) -> Page:
    """Who started the chat looks where others join, and why they do not."""
    person = house.visitor("Ada")
    person.page.route("**/invite", lambda route: route.fulfill(json=invited(house, shared=True)))
    invite(person)
    expect(person.page.locator(".way")).to_have_count(len(OTHERS))
    code = person.page.locator(".qr")
    eventually(person.page, lambda: code.evaluate("(node) => node.naturalWidth > 0"))
    return person.page


def invite_closed(house: House) -> Page:
    """Nobody else can join, and it cannot be changed."""
    person = house.visitor("Ada")
    person.page.route("**/invite", lambda route: route.fulfill(json=invited(house, shared=False)))
    refusal = {"title": "Not allowed", "description": "Only who started the chat can do that."}
    person.page.route("**/sharing", lambda route: route.fulfill(status=403, json=refusal))
    invite(person)
    person.page.get_by_role("radio", name="Everyone on this network").click(force=True)
    expect(person.page.locator(".sharing .problem")).to_be_visible()
    return person.page


def invite_alone(house: House) -> Page:
    """The panel of a computer that has no network."""
    person = house.visitor("Ada", chat=house.another())
    invite(person)
    expect(person.page.locator("#invite-closed")).to_be_visible()
    return person.page


def dates(house: House) -> Page:
    """Far from the end: the way to another day."""
    person = house.visitor("Ada")
    expect(person.stored().last).to_be_visible()
    opener = person.page.locator(".day-open")
    person.page.locator("#conversation").evaluate("(node) => { node.scrollTop = 200; }")
    opener.click()
    expect(person.page.get_by_label("Go to the messages of")).to_be_visible()
    return person.page


def signpost(house: House) -> Page:
    """An address at which nothing is."""
    page = house.context().new_page()
    visit(page, f"{house.chat.url}/workshop")
    return page


def misdirected(house: House) -> Page:
    """What a name gets that is not this chat's; its own name stands in for it."""
    page = house.context().new_page()
    page.route(f"{house.chat.url}/", lambda route: misdirect(route, house))
    visit(page, f"{house.chat.url}/")
    expect(page.get_by_role("heading")).to_have_text("Not a name of this chat")
    return page


def too_old(house: House) -> Page:
    """A browser that cannot read the page."""
    page = house.context().new_page()
    broken = {"content_type": "text/javascript", "body": "let new = syntax ?;"}
    page.route("**/static/*/js/app.js", lambda route: route.fulfill(**broken))
    visit(page, house.chat.url)
    expect(page.locator("#too-old")).to_be_visible()
    return page


def printed(house: House) -> Page:
    """The conversation on paper."""
    page = busy(house)
    page.emulate_media(media="print")
    return page


def private_form(house: House) -> Page:
    """A room for those who are invited is about to be made."""
    page = rooms(house)
    page.get_by_role("button", name="Make a room").click()
    page.get_by_label("Name of the new room").fill("Summer party for Bea")
    page.get_by_label("Only who is invited").check()
    return page


def private_room(house: House) -> Page:
    """A room with a lock, in which one is alone yet."""
    page = private_form(house)
    page.get_by_role("button", name="Make room").click()
    expect(page.locator(".event-line")).to_have_count(1)
    return page


def room_people(house: House) -> Page:
    """Who is in it, with an invitation."""
    page = private_room(house)
    page.get_by_role("button", name="Who is in this room").click()
    page.get_by_role("button", name="Make a link").click()
    expect(page.locator(".room-links .link-made")).to_be_visible()
    return page


def leaving(house: House) -> Page:
    """The last one is told that the room goes."""
    page = private_room(house)
    page.get_by_role("button", name="Who is in this room").click()
    expect(page.locator("#room-panel .person")).to_have_count(1)
    page.get_by_role("button", name="Leave this room").click()
    expect(page.locator("#room-panel .leaving")).to_be_visible()
    return page


def chosen(house: House) -> Page:
    """Whom to write to."""
    page = busy(house)
    show_rooms_of(page)
    page.get_by_role("button", name="Make a room").click()
    page.get_by_role("button", name="Write to somebody instead").click()
    expect(page.get_by_role("dialog", name="Write to")).to_be_visible()
    return page


def profile(house: House) -> Page:
    """Who somebody is, whom one ignores."""
    page = busy(house)
    page.locator(".row:not(.follows):not(.mine) .who").last.click()
    expect(page.locator(".profile-since")).to_be_visible()
    page.get_by_role("button", name="Ignore").click()
    expect(page.locator(".ignored-line").first).to_be_visible()
    return page


def levels(house: House) -> Page:
    """What one hears of a room, which is quiet for a while; another is muted, and one hidden."""
    person = house.visitor("Ada")
    page = person.page
    for room, level in (("garden", "nothing"), ("music", "hidden"), ("weekend", "mentions")):
        answer = page.request.put(f"{house.chat.url}/rooms/{room}/level", data={"level": level})
        assert answer.ok
    page.goto("about:blank")
    person.enter(ROOM)
    expect(page.locator(".news")).to_be_in_viewport()
    page.locator("#conversation").evaluate("(node) => { node.scrollTop = 0; }")
    expect(page.locator("#news-bar")).to_be_visible()
    page.locator("#room-bell").click()
    page.get_by_role("button", name="Quiet for an hour").click()
    page.locator("#room-bell").click()
    expect(page.locator(".level-until")).to_be_visible()
    return page


def list_of_levels(house: House) -> Page:
    """The list with such rooms, the hidden one unfolded."""
    page = levels(house)
    page.keyboard.press("Escape")
    show_rooms_of(page)
    page.get_by_role("button", name="1 hidden room").click()
    return page


def who_is_here(house: House) -> Page:
    """The list beside the conversation, with who was here before."""
    person = house.visitor("Ada", ROOM)
    person.page.locator("#message").press("Alt+w")
    expect(person.page.locator(".here-people").get_by_text("you")).to_be_visible()
    person.page.get_by_text("Here before").click()
    return person.page


def programs(house: House) -> Page:
    """Which programs have a token, of which one was made just now."""
    person = house.host("Ada", house.gated)
    for name, rooms in (("Weather", []), ("Backup of the office server", ["announcements", ROOM])):
        house.ask(
            house.gated, "POST", "/tokens", {"name": name, "rooms": rooms, "may": ["post", "read"]}
        )
    invite(person)
    person.page.get_by_role("button", name="Let programs post and read").click()
    person.page.get_by_label("Name of the program").fill("Printer")
    person.page.get_by_label("Name of the program").press("Enter")
    expect(person.page.locator(".bot-made")).to_be_visible()
    return person.page


def keeping(house: House) -> Page:
    """The host is asked whether somebody is to be removed, of whom much was decided before."""
    person = house.visitor("Ada", ROOM)
    become_admin(person, house.chat)
    person.enter(ROOM)
    person.page.route("**/members/*", lambda route: route.fulfill(json=STANDING))
    person.page.locator(".row:not(.follows):not(.mine) .who").last.click()
    person.page.get_by_role("button", name="Remove…").click()
    expect(person.page.get_by_role("button", name="Cancel")).to_be_visible()
    return person.page


def muted(house: House) -> Page:
    """Somebody who may not write for a while, with something half written."""
    person = house.visitor("Ada", ROOM, house.kept)
    person.page.locator("#message").fill("What I meant was")
    until = (datetime.now(UTC) + timedelta(minutes=12)).isoformat()
    house.ask(house.kept, "PUT", f"/members/{person.member}", {"muted_until": until})
    expect(person.page.locator("#floor .countdown")).to_be_visible()
    return person.page


def removed(house: House) -> Page:
    """Somebody whom the host removed."""
    person = house.visitor("Ada", ROOM, house.kept)
    house.ask(house.kept, "PUT", f"/members/{person.member}", {"removed": True})
    expect(person.page.locator("#removed")).to_be_visible()
    return person.page


def folded(house: House) -> Page:
    """What somebody said is folded away for everybody; the host may open it."""
    person, other = house.host("Ada", house.kept), house.visitor("Mariam", "weekend", house.kept)
    person.page.evaluate("location.hash = 'weekend'")
    other.write("What nobody should have to read", "Nor this")
    house.ask(house.kept, "PUT", f"/members/{other.member}", {"hidden": True})
    expect(person.page.locator(".undo-hidden")).to_be_visible()
    return person.page


def room_settings(house: House) -> Page:
    """What the host decides about a room, which is about to be removed."""
    person = house.host("Ada", house.kept)
    person.page.evaluate("location.hash = 'music'")
    expect(person.stored()).to_have_count(1)
    person.page.get_by_role("button", name="Settings of this room").click()
    person.page.get_by_role("button", name="Remove this room").click()
    expect(person.page.get_by_role("button", name="Keep it")).to_be_visible()
    return person.page


def acts(house: House) -> Page:
    """What host and helpers did."""
    person = house.host("Ada", house.kept)
    house.ask(
        house.kept, "PATCH", "/rooms/yoga", {"topic": "Mats are in the cupboard", "nick": "Ada"}
    )
    invite(person)
    person.page.get_by_role("button", name="What was done to keep order").click()
    expect(person.page.locator(".act").first).to_be_visible()
    return person.page


def readonly(house: House) -> Page:
    """A room with a title and a topic, in which others do not write."""
    person = house.visitor("Ada", "garden", house.kept)
    topic = "Who waters what, and when: the plan for the summer hangs beside the door of the shed"
    wanted = {"title": "Garden plan", "topic": topic, "slow": 90, "readonly": True}
    house.ask(house.kept, "PATCH", "/rooms/garden", wanted)
    expect(person.page.locator("#floor")).to_contain_text("Only the host")
    return person.page


def door_passcode(house: House) -> Page:
    """Before a door that asks for a passcode, of which another was said."""
    house.ask(house.gated, "PUT", "/door", {"mode": "passcode", "passcode": "swordfish 7"})
    page = at_the_door(house)
    page.locator("#door-passcode").fill("swordfish 8")
    page.locator("#door-passcode").press("Enter")
    expect(page.locator("#door .problem")).to_contain_text("not the passcode")
    return page


def door_code(house: House) -> Page:
    """The host has set a passcode, and shows the code that has it in it."""
    house.ask(house.gated, "PUT", "/door", {"mode": "open"})
    person = house.host("Ada", house.gated)
    invite(person)
    person.page.get_by_role("radio", name="With a passcode").check(force=True)
    person.page.get_by_label("Passcode for newcomers").fill("swordfish 7")
    person.page.get_by_role("button", name="Set", exact=True).click()
    person.page.get_by_label("with the passcode in it").check()
    expect(person.page.locator(".door-link .drawn-code path")).to_have_attribute(
        "d", re.compile("^M")
    )
    return person.page


def door_waiting(house: House) -> Page:
    """The host was asked, and did not say yet."""
    house.ask(house.gated, "PUT", "/door", {"mode": "approve"})
    page = at_the_door(house)
    page.get_by_role("button", name="Ask to come in").click()
    expect(page.get_by_text("The host was asked")).to_be_visible()
    return page


def door_refused(house: House) -> Page:
    """The host said no."""
    page = door_waiting(house)
    member = house.waiting()[-1]["member"]
    house.ask(house.gated, "PUT", f"/door/waiting/{member}", {"admit": False})
    expect(page.get_by_text("The host did not let you in")).to_be_visible()
    return page


def door_locked(house: House) -> Page:
    """Nobody further comes in."""
    house.ask(house.gated, "PUT", "/door", {"mode": "locked"})
    return at_the_door(house)


def door_kept(house: House) -> Page:
    """The host sees who waits, and sets the door."""
    house.ask(house.gated, "PUT", "/door", {"mode": "open"})
    person = house.host("Ada", house.gated)
    door_waiting(house).context.close()
    expect(person.page.locator("#knocking")).to_be_visible()
    person.page.locator("#knocking").click()
    expect(person.page.locator(".newcomers li").first).to_be_visible()
    person.page.locator("#doorkeeping").scroll_into_view_if_needed()
    return person.page


def device(house: House) -> Page:
    """A link for one's other device, and a code to keep."""
    person = house.visitor("Ada", chat=house.gated)
    person.write("Good morning")
    expect(person.row("Good morning").last).to_be_visible()
    invite(person)
    person.page.get_by_role("button", name="Use my name on another device").click()
    person.page.get_by_role("button", name="Make a recovery code").click()
    expect(person.page.locator(".device-paper")).to_be_visible()
    return person.page


def arrival(house: House) -> Page:
    """A link from another device was opened."""
    page = house.context().new_page()
    visit(page, f"{house.chat.url}/#device={'a' * 26}")
    expect(page.get_by_role("dialog", name="Be the same person here?")).to_be_visible()
    return page


def with_files(house: House) -> Page:
    """Pictures, a text and a sound that came; others that are about to go out."""
    person = house.visitor("Ada", "album")
    person.call_oneself("Ada")
    came = (("sea.png", png(480, 270)), ("hill.png", png(270, 480, blue=0)), ("plan.txt", PLAN))
    offer(person, came)
    person.write("What we saw")
    expect(person.page.locator(".files .file-row").last).to_be_visible()
    offer(person, (("tree.png", png(200, 300)), ("A long name of a sheet.ods", b"Two")))
    expect(person.page.locator("#tray [data-state=done]")).to_have_count(2)
    return person.page


def looked_at(house: House) -> Page:
    """A picture over all of the page."""
    page = with_files(house)
    page.locator(".picture").first.click()
    expect(page.locator("#viewer img")).to_be_visible()
    return page


def text_read(house: House) -> Page:
    """A text over all of the page."""
    page = with_files(house)
    page.get_by_role("button", name="Show more of plan.txt").last.click()
    expect(page.locator(".viewer-text")).to_contain_text("Day 8")
    return page


def all_files(house: House) -> Page:
    """All files of a room, over the page."""
    page = with_files(house)
    page.locator("#message").fill("/files")
    page.locator("#message").press("Control+Enter")
    expect(page.locator("#room-files .room-file").last).to_be_visible()
    return page


STATES: Final[tuple[State, ...]] = (
    *(with_files, looked_at, text_read, all_files),
    *(empty, busy, told, rooms, filtered, room_refused, offline, not_sent, what_can_be_done),
    *(keys, going, answered, completed, named, mentioned, searched, not_found, name_asked),
    *(levels, list_of_levels),
    *(invite_open, invite_closed, invite_alone, dates, signpost, misdirected, too_old, printed),
    *(private_form, private_room, room_people, leaving, chosen, profile, who_is_here, keeping),
    *(
        device,
        arrival,
        programs,
        door_passcode,
        door_code,
        door_waiting,
        door_refused,
        door_locked,
        door_kept,
    ),
    *(muted, removed, readonly, folded, room_settings, acts),
)


def offer(person: Person, files: Sequence[tuple[str, bytes]]) -> None:
    given: list[FilePayload] = [
        {"name": name, "mimeType": "", "buffer": content} for name, content in files
    ]
    person.page.locator("#file-chooser").set_input_files(given)


def finds(page: Page, words: str, found: Locator) -> bool:
    """Whether it does already: the index is a moment behind the log."""
    field = page.locator("#search-words")
    field.fill("")
    field.press_sequentially(words)
    page.locator("#search[aria-busy=false]").wait_for()
    return found.count() > 0


def show_rooms(person: Person) -> None:
    """Open the drawer, where the list is in one."""
    show_rooms_of(person.page)


def show_rooms_of(page: Page) -> None:
    opener = page.get_by_role("button", name="Rooms", exact=True)
    if opener.is_visible():
        opener.click()


def invite(person: Person) -> None:
    """Open the panel; in a low window it is in the drawer."""
    button = person.page.locator(".invite-open:visible")
    if button.count() == 0:
        show_rooms(person)
    button.first.click()
    expect(person.page.get_by_role("dialog", name="Invite others")).to_be_visible()


def invited(house: House, *, shared: bool) -> dict[str, Any]:
    """The server's own answer, to who started a chat that has more to say."""
    found: dict[str, Any] = house.chat.get("/invite")
    reached = {"devices": 0, "connected": 0, "last": None}
    found |= {"shared": shared, "admin": True, "hints": [HINT], "reached": reached}
    found |= {"since": "2026-01-01T00:00:00.000Z", "addresses": found["addresses"] + OTHERS}
    return found


def at_the_door(house: House) -> Page:
    """Somebody who is not past it."""
    page = house.context().new_page()
    visit(page, house.gated.url)
    page.get_by_label("What you are called").or_(
        page.get_by_text("locked this chat")
    ).first.wait_for()
    if page.get_by_label("What you are called").is_visible():
        page.get_by_label("What you are called").fill("Bob")
    return page


def misdirect(route: Route, house: House) -> None:
    """Ask with a Host that is another's."""
    answer = route.fetch(headers={**route.request.headers, "host": "old-name.example"})
    route.fulfill(response=answer)
