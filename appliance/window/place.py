"""What the page says that leads to other chats: where one is, and where else one can go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from appliance.visible import visible
from appliance.window.choice import Neighbour
from appliance.window.face import BASE

_OWN: Final = "this computer\u2019s own chat"


def choosing(
    chats: Sequence[Neighbour], here: Neighbour | None, *, lost: bool, own: bool, typed: str
) -> dict[str, Any]:
    """The facts for somebody who is `here`, in another machine's chat, or in the `own` one."""
    title, text = _where(here, lost=lost, own=own)
    if not title:
        title = "There is a chat on this network already" if chats else "Which chat is it to be?"
        text = "Join one to be with the others, or use a chat of your own on this computer."
    facts = {"title": title, "text": text, "back": _back(here, own=own)}
    return facts | _rest(chats, here, own=own, typed=typed)


def waiting(
    chat: Neighbour, seen: int, chats: Sequence[Neighbour], *, typed: str
) -> dict[str, Any]:
    """The facts for somebody who waits for `chat`, which was there last at `seen`."""
    text = "It is not there at the moment. As soon as it is, it opens here by itself."
    facts = {"title": f"Waiting for {_named(chat)}", "text": text, "seen": seen, "at": chat.url}
    last = {"log": chat.id, BASE: chat.url}
    return facts | last | {"waiting": True} | _rest(chats, chat, own=False, typed=typed)


def _rest(
    chats: Sequence[Neighbour], here: Neighbour | None, *, own: bool, typed: str
) -> dict[str, Any]:
    problem = f"There is no chat at {typed}. Is it on, and on this network?" if typed else ""
    return {
        "chats": [chat._asdict() for chat in chats],
        "here": here.url if here else "",
        "own": not own,
        "typed": typed,
        "problem": problem,
    }


def _where(here: Neighbour | None, *, lost: bool, own: bool) -> tuple[str, str]:
    if here and lost:
        again = "As soon as it is there again, it goes on where you were."
        return f"{_named(here)} does not answer any more", again
    elsewhere = "From here you come to another one."
    if here:
        return f"You are in {_named(here)}", elsewhere
    return (f"You are in {_OWN}", elsewhere) if own else ("", "")


def _back(here: Neighbour | None, *, own: bool) -> str:
    if here:
        return f"Back to {_named(here)}"
    return f"Back to {_OWN}" if own else ""


def _named(chat: Neighbour) -> str:
    return f"\u201c{visible(chat.name)}\u201d" if chat.name else "the chat that you joined"
