"""Searching a real server: by who asks, as messages are now, and whatever is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.running import RunningServer, eventually
from tests.server.pictures import picture
from tests.server.test_moderation import House, code
from tests.server.test_private_rooms import Browser
from tests.server.uploader import Uploader


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("search") / "data"
    with RunningServer(data) as server, ExitStack() as stack:
        yield House(server, stack)


def answer(who: Browser, q: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = who.told("GET", f"/search?{urlencode({'q': q, **more})}")
    return found


def texts(who: Browser, q: str, **more: Any) -> list[str]:
    return [message["message"] for message in answer(who, q, **more)["messages"]]


def come(who: Browser, q: str, *expected: str) -> None:
    """The index is a moment behind."""
    eventually(lambda: texts(who, q), lambda found: found == [*expected])


def test_everybody_finds_what_they_may_read_as_it_is_now(house: House) -> None:
    ada, bob, eve, host = house.ada, house.bob, house.eve, house.host
    secret = ada.told("POST", "/rooms", name="Kites & Co", private=True, nick="Ada")["room"]
    ada.told("PUT", f"/rooms/{secret}/members/{bob.member}", nick="Ada")
    said = [
        ada.told("POST", "/pub", message=message, room=room, nick="Ada")["id"]
        for room, message in (
            ("lobby", "A Kestrel over the hill"),
            ("tea", "kestrél and http://birds.example/"),
            (secret, "kestrel, in private"),
        )
    ]
    public = ["kestrél and http://birds.example/", "A Kestrel over the hill"]
    come(bob, "kestrel", "kestrel, in private", *public)
    for outside in (eve, host):
        assert texts(outside, "KESTREL") == public
        assert texts(outside, "from:ada") == public
        for room in (secret, "Kites & Co", "@nowhere"):
            status, _ = code(outside, "GET", f"/search?{urlencode({'q': 'kestrel', 'room': room})}")
            assert status in {400, 404}
    assert texts(bob, 'in:"kites & co"') == ["kestrel, in private"]
    assert texts(bob, "kestrel", room="tea", has="link") == public[:1]
    assert texts(bob, "from:me") == []
    assert texts(ada, "from:me in:lobby", after="2026-01-01") == public[1:]
    assert texts(bob, f"kestrel from:{ada.member}", before="2020-01-01") == []
    first = answer(bob, "hill kestrel")["messages"][0]
    assert (first["id"], first["room"], first["marks"]) == (said[0], "lobby", [[2, 9], [19, 23]])

    page = answer(bob, "kestrel", limit=2)
    assert (len(page["messages"]), page["more"]) == (2, True)
    rest = answer(bob, "kestrel", limit=2, cursor=page["cursor"])
    assert ([one["id"] for one in rest["messages"]], rest["more"]) == (said[:1], False)

    ada.told("PUT", f"/messages/{said[0]}", message="A falcon")
    ada.told("DELETE", f"/messages/{said[1]}")
    assert texts(eve, "kestrel") == []  # at once: what is told is read from the log
    come(eve, "falcon", "A falcon")
    house.put(ada, hidden=True)
    assert answer(eve, "falcon")["hidden"] == [ada.member]
    ada.told("DELETE", f"/rooms/{secret}/members/{bob.member}", nick="Ada")
    assert texts(bob, "kestrel") == []


def test_whatever_is_asked_is_words_or_refused_with_a_sentence(house: House) -> None:
    ada = house.ada
    ada.told("POST", "/pub", message="odd: NEAR(a* \"b) {x}:^y --z' % _ 寒い")
    for words in ("near(a*", '"b)', "{x}:^y", "--z'", "%", "_", "寒い", 'a* "b)'):
        come(ada, words, "odd: NEAR(a* \"b) {x}:^y --z' % _ 寒い")
    for wrong, name in (
        ("", "search-empty"),
        ("q=" + "x" * 301, "search-too-long"),
        ("q=" + "+".join(map(str, range(13))), "search-terms"),
        ("q=x&has=everything", "search-has"),
        ("q=x&before=soon", "search-date"),
        ("q=x&cursor=0", "parameter-not-between"),
        ("q=x&limit=1000", "parameter-not-between"),
        ("q=x&q=y", "parameter-twice"),
    ):
        assert code(ada, "GET", f"/search?{wrong}") == (400, name)
    assert texts(ada, "a" * 300) == []
    assert texts(ada, " ".join(f'"{at} "' for at in range(12))) == []
    assert texts(ada, "odd", **{"from": "\0"}) == []
    come(ada, "odd", "odd: NEAR(a* \"b) {x}:^y --z' % _ 寒い")
    assert house.server.get("/healthz") == {"status": "ok"}


def test_an_index_that_is_not_there_is_made_anew(house: House) -> None:
    server: RunningServer = house.server
    house.ada.told("POST", "/pub", message="persistent")
    come(house.ada, "persistent", "persistent")
    server.stop()
    for file in Path(server.data).glob("search.db*"):
        file.unlink()
    server.start()
    come(house.ada, "persistent", "persistent")


def test_files_are_found_by_their_names_and_kinds(house: House) -> None:
    uploader = Uploader(house.server)
    said = uploader.say(uploader.put(picture(), "Heron at dawn.png"), message="")
    plain = uploader.say(uploader.put(b"words", "herons.txt"), message="a list")
    come(house.bob, "heron", "a list", "")
    assert texts(house.bob, "heron has:image") == [""]
    assert texts(house.bob, "has:file", room="lobby") == ["a list", ""]
    assert texts(house.bob, "list", has="image") == []
    found = answer(house.bob, "heron list")["messages"][0]
    assert (found["files"], found["marks"]) == (plain["files"], [[2, 6]])
    uploader.do("DELETE", f"/messages/{said['id']}")
    come(house.bob, "has:image")
