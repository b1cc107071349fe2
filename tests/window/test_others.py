"""What it means that somebody chose, and what the place says, without a window."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from appliance.window.choice import Choice, Neighbour
from appliance.window.course import Event, State
from appliance.window.others import Others
from appliance.window.watch import Aim
from tests.running import RunningServer

GONE = Neighbour("Kitchen", "http://127.0.0.1:9/", "1f")


def others(folder: Path) -> Others:
    return Others(folder, lambda: None)


def chosen(chats: Others, place: str, url: str) -> tuple[Event, Any]:
    told: tuple[Event, Any] = apart(chats.chosen, "join", {place: url})
    return told


def apart(work: Callable[..., Any], *words: object) -> Any:
    """In a thread of its own, as by the window: a browser's driver has a loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work, *words).result()


def test_what_was_chosen_and_is_gone_is_waited_for(tmp_path: Path) -> None:
    chats = others(tmp_path)
    apart(chats.list, [GONE])
    event, chat = chosen(chats, "url", GONE.url)
    assert (event, chat) == (Event.CHOSE_GONE, GONE)
    said = chats.waiting(chat)
    assert said["title"] == "Waiting for \u201cKitchen\u201d"
    assert (said["at"], said["seen"], said["own"]) == (GONE.url, 0, True)
    assert chats.aim(State.WAITING) == Aim(GONE, around=True)
    # The next start asks again: nobody was in that chat.
    assert not Choice(tmp_path).is_other


def test_an_address_that_is_typed_is_a_chat_or_said_to_be_none(
    tmp_path: Path, server: RunningServer
) -> None:
    chats = others(tmp_path)
    event, chat = chosen(chats, "typed", f" 127.0.0.1:{server.port}")
    assert event is Event.CHOSE_OTHER
    assert isinstance(chat, Neighbour)
    assert chat.url == f"{server.url}/"
    assert chat.id == server.get("/about")["log"]
    for typed in ("127.0.0.1:9", "no address", "http://[", "ftp://127.0.0.1/", "a@b:1", "x:99999"):
        event, about = chosen(chats, "typed", typed)
        assert (event, about) == (Event.CHOSE_NOTHING, typed)
        assert typed in chats.choosing(about, own=True)["problem"]


def test_where_one_is_is_told_truly(tmp_path: Path) -> None:
    chats = others(tmp_path)
    assert not chats.choosing(None, own=False)["kept"]
    (tmp_path / "chat.db").touch()  # by a server that is tried out while others are looked for
    assert not chats.choosing(None, own=False)["kept"]
    assert others(tmp_path).choosing(None, own=False)["kept"]
    assert "own chat" in chats.choosing(None, own=True)["title"]
    chats.join(GONE)
    assert chats.choosing(None, own=True)["title"] == "You are in \u201cKitchen\u201d"
    chats.lose()
    assert chats.choosing(None, own=True)["title"] == "\u201cKitchen\u201d does not answer any more"
    assert chats.is_back(GONE._replace(url="http://192.0.2.8/"))
    assert not chats.is_back(GONE._replace(id="2e"))
    assert chats.choosing(None, own=True)["title"] == "You are in \u201cKitchen\u201d"
    chats.leave()
    assert "own chat" in chats.choosing(None, own=True)["title"]
    assert chats.choosing(None, own=False)["kept"]
    assert chats.waiting(GONE)["kept"]


def test_of_two_chats_with_one_name_the_one_that_was_joined_is_waited_for(tmp_path: Path) -> None:
    Choice(tmp_path).join(GONE)
    chats = others(tmp_path)
    chats.wait_as_before()
    aim = chats.aim(State.LOOKING)
    assert aim.chat is not None
    assert (aim.chat.id, aim.around) == (GONE.id, True)
    assert not chats.is_back(GONE._replace(id="2e"))
