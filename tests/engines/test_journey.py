"""What people do with messages, from the first to the last, in the other browsers: two people go
through all of it once.
"""

from __future__ import annotations

from typing import Final

from tests.engines.people import People
from tests.engines.tab import (
    ALT,
    CONTROL,
    DELETE,
    DOWN,
    ESCAPE,
    RETURN,
    SHIFT,
    STORED,
    TAB,
    UP,
    WAITING,
    Tab,
)
from tests.running import RunningServer, eventually

FOCUSED: Final = "return document.activeElement.id || document.activeElement.className"
NOTE: Final = "return document.querySelector('#composer-note').textContent"
BOX: Final = "return document.querySelector('#message').value"


def seen(selector: str) -> str:
    return f"return Boolean(document.querySelector({selector!r})?.checkVisibility())"


def choose(tab: Tab, back: int = 1) -> None:
    """The last message that is seen, or one so far above it, by keys."""
    tab.type("#conversation", UP)
    tab.sees("return document.activeElement.classList.contains('message')", expected=True)
    for _ in range(back - 1):
        tab.press(UP)


def last(tab: Tab, text: str) -> None:
    tab.sees(f"return [...document.querySelectorAll('{STORED}')].at(-1)?.textContent", text)


def test_two_people_go_through_all_that_is_done_with_messages(
    people: People, server: RunningServer
) -> None:
    ida, oto = people("Ida"), people("Oto")
    ida.write("hello, I am Ida")
    oto.write("and I am Oto")
    last(ida, "and I am Oto")
    for step in (
        *(they_edit, they_take_back, they_react, they_reply, they_see_marked_text),
        *(they_complete_and_mention, they_are_here_and_type, they_use_commands, they_search),
        *(they_mark_as_read, they_choose_what_they_hear, they_go_by_letters, they_show_all_keys),
    ):
        step(ida, oto, server)
    they_go_on_without_the_server(ida, oto, server)


def they_edit(ida: Tab, oto: Tab, _: RunningServer) -> None:
    oto.type("#message", UP)
    oto.sees(BOX, "and I am Oto")
    oto.type("#message", f"{CONTROL}a")
    oto.type("#message", f"and I am Otto{RETURN}")
    last(ida, "and I am Otto")
    ida.sees(seen(".edited"), expected=True)
    ida.click(".edited")
    ida.shows(["and I am Otto", "and I am Oto"], "#versions .bubble")
    ida.press(ESCAPE)
    ida.sees(seen("#versions"), expected=False)


def they_take_back(ida: Tab, oto: Tab, _: RunningServer) -> None:
    oto.write("nobody is to read this")
    last(ida, "nobody is to read this")
    choose(oto)
    oto.press(DELETE)
    last(ida, "Removed by who said it")
    oto.press(ESCAPE)
    oto.sees(FOCUSED, "message")


def they_react(ida: Tab, oto: Tab, _: RunningServer) -> None:
    ida.write("who comes along?")
    last(oto, "who comes along?")
    choose(oto)
    oto.press("+")
    oto.sees(seen("#picker"), expected=True)
    oto.type("#picker input", f"thumbs up{RETURN}")
    for tab in (ida, oto):
        tab.sees("return document.querySelector('.reaction')?.textContent", "👍1")
    ida.click(".reaction")
    oto.sees("return document.querySelector('.reaction')?.textContent", "👍2")


def they_reply(ida: Tab, oto: Tab, _: RunningServer) -> None:
    choose(oto)
    oto.press("r")
    oto.sees(seen("#replying"), expected=True)
    oto.write("I do")
    last(ida, "I do")
    ida.shows(["who comes along?"], ".quote-words")
    choose(ida)
    ida.press(f"{SHIFT}\ue03a")  # F10
    ida.sees(seen("#message-menu"), expected=True)
    ida.press(ESCAPE)
    ida.sees(seen("#message-menu"), expected=False)


def they_see_marked_text(ida: Tab, oto: Tab, _: RunningServer) -> None:
    ida.write("**so** ||it|| `is`")
    oto.sees("return [...document.querySelectorAll('.bubble strong')].at(-1)?.innerText", "so")
    oto.type(".spoiler[role=button]", RETURN)
    oto.sees(seen(".spoiler.shown"), expected=True)


def they_complete_and_mention(ida: Tab, oto: Tab, _: RunningServer) -> None:
    oto.type("#message", ":thank")
    oto.sees(seen("#offers"), expected=True)
    oto.type("#message", TAB)
    oto.sees(BOX, "🙏 ")
    oto.type("#message", "@id")
    oto.sees("return document.querySelector('#offers .offer-label')?.textContent", "Ida")
    oto.type("#message", f"{DOWN}{RETURN}")
    oto.sees(BOX, "🙏 @Ida ")
    oto.type("#message", RETURN)
    ida.sees(seen(".names-reader"), expected=True)
    ida.shows(["@Ida"], ".mention")
    ida.type("#message", f"{ALT}m")
    ida.sees(NOTE, "You have read all that names you.")


def they_are_here_and_type(ida: Tab, oto: Tab, _: RunningServer) -> None:
    ida.sees("return document.querySelector('.here-number').textContent", "2")
    ida.type("#message", f"{ALT}w")
    ida.shows(["Ida you", "Oto"], ".here-people .here-name")
    typists = "return document.querySelector('#typists').textContent"

    def typed() -> bool:
        oto.type("#message", "x")
        return bool(ida.run(typists) == "Oto is typing…")

    eventually(typed)
    oto.type("#message", f"{CONTROL}a")
    oto.type("#message", f"so it is{RETURN}")
    last(ida, "so it is")
    ida.sees(typists, "")


def they_use_commands(ida: Tab, oto: Tab, _: RunningServer) -> None:
    ida.type("#message", "/me waves")
    ida.type("#message", RETURN)
    last(oto, "Ida waves")
    ida.type("#message", f"/nothing such{RETURN}")
    ida.sees("return document.querySelector('#composer-note').className.includes('problem')", True)
    ida.type("#message", f"{CONTROL}a")
    ida.type("#message", f"/nick Ida B.{RETURN}")
    oto.sees("return [...document.querySelectorAll('.who')].at(-1).textContent", "Ida B.")


def they_search(ida: Tab, oto: Tab, _: RunningServer) -> None:
    oto.type("#message", f"{CONTROL}f")
    oto.sees(FOCUSED, "search-words")
    oto.press("comes along")
    oto.shows(["comes", "along"], ".found mark")
    oto.press(DOWN)
    oto.press(RETURN)
    oto.sees(seen("#search"), expected=False)
    oto.sees("return document.activeElement.innerText.includes('who comes along?')", expected=True)
    oto.run("history.back()")
    oto.sees(seen("#search"), expected=True)
    oto.sees("return document.activeElement.classList.contains('found-link')", expected=True)
    oto.press(ESCAPE)
    oto.sees(seen("#search"), expected=False)


def they_mark_as_read(ida: Tab, oto: Tab, server: RunningServer) -> None:
    badge = "#room-list a[href='#side'] .badge"
    server.post("here is something new", room="side")
    for tab in (ida, oto):
        tab.sees(seen(badge), expected=True)
    oto.type("#message", f"{SHIFT}{ESCAPE}")
    oto.sees(seen(badge), expected=False)
    oto.click("#undoing button")
    oto.sees(seen(badge), expected=True)
    oto.type("#message", f"{ALT}{SHIFT}{DOWN}")
    oto.sees("return document.querySelector('#room-name').textContent", "side")
    oto.sees(seen(".news"), expected=True)
    oto.sees(seen(badge), expected=False)
    oto.type("#message", ESCAPE)
    oto.sees("return document.querySelectorAll('.news').length", 0)
    oto.type("#message", f"{ALT}{UP}")
    oto.sees("return document.querySelector('#room-name').textContent", "lobby")


def they_choose_what_they_hear(ida: Tab, oto: Tab, _: RunningServer) -> None:
    link = "#room-list a[href='#side']"
    oto.type(link, f"{SHIFT}\ue03a")  # F10
    oto.sees(seen("#room-levels"), expected=True)
    oto.click("#room-levels [value=nothing]")
    muted = f"return document.querySelector({link!r}).classList.contains('muted')"
    oto.sees(muted, expected=True)
    oto.press(ESCAPE)
    oto.sees(seen("#room-levels"), expected=False)


def they_go_by_letters(ida: Tab, oto: Tab, _: RunningServer) -> None:
    ida.type("#message", f"{CONTROL}k")
    ida.sees(seen("#palette"), expected=True)
    ida.press("sid")
    ida.press(RETURN)
    ida.sees("return document.querySelector('#room-name').textContent", "side")
    ida.sees(FOCUSED, "message")
    ida.type("#message", f"{CONTROL}k")
    ida.press("lob")
    ida.press(RETURN)
    ida.sees("return document.querySelector('#room-name').textContent", "lobby")


def they_show_all_keys(ida: Tab, oto: Tab, _: RunningServer) -> None:
    choose(ida)
    ida.press("?")
    ida.sees(seen("#keys .keys-line"), expected=True)
    ida.press(ESCAPE)
    ida.sees(seen("#keys"), expected=False)


def they_go_on_without_the_server(ida: Tab, oto: Tab, server: RunningServer) -> None:
    """What is done meanwhile is done once, in its order, when the server is back."""
    server.kill()
    ida.sees("return document.querySelector('#connection').dataset.phase", "waiting")
    ida.write("said meanwhile")
    ida.sees(f"return document.querySelectorAll('{WAITING}').length", 1)
    choose(ida, 2)
    ida.press("r")
    ida.sees(seen("#replying"), expected=True)
    ida.write("answered meanwhile")
    server.start()
    last(oto, "answered meanwhile")
    ida.sees(f"return document.querySelectorAll('{WAITING}').length", 0)
    words = [entry.get("message") for entry in server.log()]
    assert words[-2:] == ["said meanwhile", "answered meanwhile"]
    assert words.count("said meanwhile") == 1
