"""What everybody does with the page, in the engines of the other browsers: Firefox and WebKit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.hostile import HOSTILE
from tests.engines.people import HOSTS, People
from tests.engines.tab import RETURN, SHIFT, STORED, WAITING, Engine, Tab
from tests.running import RunningServer, eventually
from tests.server.certificate import certificate_in
from tests.server.proxy import NAME, NGINX, PATH_EXAMPLES, Proxy


def said(server: RunningServer) -> list[str]:
    return [entry["message"] for entry in server.log()]


def parked(server: RunningServer) -> float:
    return server.metric("chat_polls_parked")


def polled(tab: Tab) -> bool:
    """Whether this tab has held a poll that was answered."""
    return any("/sub?" in address and "wait=0" not in address for address in tab.asked)


def room_link(room: str) -> str:
    return f"#room-list a[href='#{room}']"


def test_two_people_see_what_the_other_writes_in_order(people: People) -> None:
    ada, bela = people("Ada"), people("Béla")
    written = []
    for turn in range(2):
        for person, name in ((ada, "Ada"), (bela, "Béla")):
            written.append(f"{name} {turn}")
            person.write(written[-1])
            ada.shows(written)
            bela.shows(written)
    assert ada.texts(".row:not(.mine) .nick") == ["Béla"] * 2
    assert bela.texts(".row:not(.mine) .nick") == ["Ada"] * 2
    # Said over a page that runs it was not seen by those who only look for messages.
    too_old = "return getComputedStyle(document.querySelector('#too-old')).display"
    assert [person.run(too_old) for person in (ada, bela)] == ["none", "none"]


def test_return_sends_shift_return_breaks_the_line_and_so_does_the_button(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada")
    ada.type("#message", f"first{SHIFT}{RETURN}")
    ada.type("#message", "second")
    ada.sees("return document.querySelector('#message').value", "first\nsecond")
    ada.type("#message", RETURN)
    ada.shows(["first\nsecond"])
    ada.type("#message", "by hand")
    ada.click("#send")
    ada.shows(["first\nsecond", "by hand"])
    assert said(server) == ["first\nsecond", "by hand"]


def test_a_name_is_asked_for_remembered_and_followed_by_tabs_that_were_there_before(
    people: People,
) -> None:
    ada = people()
    second = people.tab()
    ada.type("#message", f"who am I?{RETURN}")
    ada.sees("return document.activeElement.id", "nick")
    ada.call_oneself(f"Ada{RETURN}")
    ada.shows(["who am I?"])
    second.sees("return document.querySelector('#nick').value", "Ada")
    second.write("Ada")
    ada.shows(["who am I?", "Ada"])
    assert ada.texts(".row .nick")[0] == "Ada"
    assert ada.texts(".row:not(.mine)") == []


def test_rooms_are_made_found_and_told_to_be_unread(people: People) -> None:
    ada, bela = people("Ada"), people("Béla")
    ada.click("#new-room-open")
    ada.type("#new-room-name", f"Küche 2{RETURN}")
    ada.sees("return document.querySelector('#room-name').textContent", "küche-2")
    ada.write("soup is ready")
    badge = f"{room_link('k%C3%BCche-2')} .badge-count"
    bela.shows(["1"], badge)
    bela.click(room_link("k%C3%BCche-2"))
    bela.shows(["soup is ready"])
    bela.sees(f'return document.querySelector("{badge}").checkVisibility()', expected=False)
    bela.run("history.back()")
    bela.sees("return document.querySelector('#room-name').textContent", "lobby")
    bela.shows([])
    bela.run("location.hash = '#K%C3%9CCHE 2'")
    bela.sees("return location.hash", "#k%C3%BCche-2")
    bela.shows(["soup is ready"])


def test_a_killed_server_costs_nobody_a_message(people: People, server: RunningServer) -> None:
    ada, bela = people("Ada"), people("Béla")
    ada.write("before")
    bela.shows(["before"])
    server.kill()
    ada.sees("return document.querySelector('#connection').dataset.phase", "waiting")
    ada.write("during", "during too")
    ada.sees(f"return document.querySelectorAll('{WAITING}').length", 2)
    ada.sees("return document.querySelector('.unsent').textContent.includes('2 waiting')", True)
    people.close(ada)
    server.start()
    bela.write("after")
    bela.sees(f"return document.querySelectorAll('{STORED}').length", 2)
    again = people.back()
    again.sees(f"return document.querySelectorAll('{STORED}').length", 4)
    again.sees(f"return document.querySelectorAll('{WAITING}').length", 0)
    bela.shows(said(server))
    assert sorted(said(server)) == ["after", "before", "during", "during too"]


def test_markup_arrives_as_text_and_runs_nothing(people: People, server: RunningServer) -> None:
    ada = people("Ada")
    for text in HOSTILE:
        server.post(text, nick=text[:30])
    ada.shows(HOSTILE)
    assert ada.texts("#conversation script, #conversation .rows img, #conversation .rows svg") == []
    later = people("Béla")
    later.shows(HOSTILE)
    for tab in (ada, later):
        tab.sees("return document.title.includes('lobby')", expected=True)


def test_only_web_addresses_become_links(people: People, server: RunningServer) -> None:
    ada = people("Ada")
    server.post(
        "see (http://a.example/b_(c))! javascript:alert(1) file:///etc/passwd www.b.example"
    )
    links = (
        "return [...document.querySelectorAll('.bubble a')].map((a) => [a.href, a.rel, a.target])"
    )
    found = ["http://a.example/b_(c)", "http://www.b.example/"]
    ada.sees(links, [[address, "noopener noreferrer", "_blank"] for address in found])


def test_ten_tabs_update_over_one_poll_and_survive_their_leader(
    people: People, server: RunningServer
) -> None:
    tabs = [people("Ada"), *(people.tab() for _ in range(9))]
    eventually(lambda: parked(server) == 1)
    server.post("to all tabs")
    for tab in tabs:
        tab.shows(["to all tabs"])
    leader = next(tab for tab in tabs if polled(tab))
    eventually(lambda: parked(server) == 1)
    people.close(leader)
    tabs.remove(leader)
    eventually(lambda: parked(server) == 1)
    server.post("after the leader")
    for tab in tabs:
        tab.shows(["to all tabs", "after the leader"])
    tabs[-1].write("from the last tab")
    for tab in tabs:
        tab.shows(["to all tabs", "after the leader", "from the last tab"])
    eventually(lambda: parked(server) == 1)
    assert said(server) == ["to all tabs", "after the leader", "from the last tab"]


@pytest.fixture
def shared_host(tmp_path: Path) -> Iterator[Proxy]:
    """A host that has more than the chat, which lies at /chat/."""
    behind = ("--trusted-proxies", "127.0.0.1", "--public-url", f"https://{NAME}/chat")
    folder = tmp_path / "proxy"
    folder.mkdir()
    with (
        RunningServer(tmp_path / "behind", *behind) as chat,
        Proxy(NGINX, chat.port, *certificate_in(tmp_path), folder, examples=PATH_EXAMPLES) as proxy,
    ):
        yield proxy


def test_two_people_chat_at_a_path_and_touch_nothing_beside_it(
    driven: Engine, shared_host: Proxy
) -> None:
    people = People(driven, lambda host: f"https://{host}:{shared_host.secure}/chat/")
    ada, bela = people("Ada"), people("Béla")
    ada.enter(f"https://{HOSTS[0]}:{shared_host.secure}/chat#lobby")  # as somebody types it
    ada.write("here?")
    bela.shows(["here?"])
    bela.write("here")
    ada.shows(["here?", "here"])
    assert ada.run("return location.pathname") == "/chat/"
    assert ada.texts(".row.mine .bubble") == ["here?"]
    ada.click("#invite-open")
    ada.shows([f"https://{NAME}/chat/"], ".way-address")
    ada.sees("return document.querySelector('.qr').naturalWidth > 0", expected=True)
    assert {(cookie["path"], cookie["secure"]) for cookie in ada.cookies} == {("/chat", True)}
    assert all(urlsplit(address).path.startswith("/chat/") for address in ada.asked)
    people.leave()


def test_what_goes_wrong_on_a_page_is_noticed(people: People) -> None:
    ada = people("Ada")
    ada.run("reportError(new Error('a mistake'))")
    ada.run("document.body.append(Object.assign(new Image(), { src: 'http://other.example/' }))")
    eventually(lambda: len(ada.trouble) > 1)
    with pytest.raises(AssertionError, match=r"a mistake.*other\.example"):
        people.leave()
