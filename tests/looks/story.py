"""What is said in the chat whose pictures are taken: everyday words, and what people try."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from appliance.feed.entry import Draft
from tests.feed.feeds import opened_log
from tests.feed.logs import make_conversation

ROOM: Final = "workshop"
"""Where it is said; its last ones are new to whoever comes."""

NEW: Final = 4

LONG_AGO: Final = 90
"""Messages in the lobby, enough to be far from the end."""

ROOMS: Final = (
    *("announcements", "coffee-break", "garden", "lost-and-found", "music", "parking"),
    *("printer-3rd-floor", "sports", "table-football", "travel", "weekend", "yoga"),
    *("مرحبا", "кухня", "東京オフィス", "a-name-as-long-as-a-name-of-a-room-can-be-in-this-chat"),
)


class Line(NamedTuple):
    """Something that somebody said so many minutes ago."""

    minutes: int
    nick: str
    text: str
    member: str = ""


CODE: Final = """def wake(self, room):
    for poll in self._parked.pop(room, ()):
        poll.answer(self._wire)   # one send() each, the same bytes"""

MINUTES: Final = "\n".join(
    f"{number}. {subject}"
    for number, subject in enumerate(
        ("projector", "keys", "first aid", "bicycles", "fire drill", "heating", "fridge") * 4, 1
    )
)

HOSTILE: Final = "<img src=x> \u202egnp.exe and " + "w" * 120

HELLO: Final = Line(60, "Grace", "hello")

STORY: Final = (
    Line(1700, "Grace", "The projector in the big room is broken again."),
    Line(1690, "Linus", "I have ordered a lamp, it comes tomorrow."),
    Line(190, "Ada", "Good morning! The projector in the big room works again."),
    Line(189, "Ada", "Whoever has the HDMI adapter, please bring it back"),
    Line(180, "Grace", "It is on my desk, second floor. Come and get it."),
    Line(179, "Grace", "👍"),
    Line(170, "Linus", "Slides: http://192.168.1.20/slides/2024/a-rather-long-name.pdf (12 MB)"),
    Line(160, "", "does anybody know the wifi password for guests?"),
    Line(150, "Grace", "On the whiteboard by the coffee machine.\nAsk Ada if it is not."),
    Line(140, "Linus", CODE),
    Line(130, "Mariam", "صباح الخير! الاجتماع الساعة 12:30 في القاعة الكبيرة، see you there"),
    Line(120, "Grace", "🎉🎉🎉"),
    Line(110, "Linus", f"Minutes of the meeting:\n{MINUTES}"),
    Line(100, "Linus", "A tower: H̷̡̢̛̬͉͓̻̗̤̣͐̒̽͛͋̆͊e̵̡̛͓̦̮͖͙̘̻͐̓̈́̄̏͘ ̷c̸̢̨̛̛̜̠̲̻͖͚̈́̓͗̾o̴m̵e̷s"),
    Line(90, "Linus", "And another Linus says hello.", "other"),
    Line(80, "\u202eevil <b>bold</b> & a name as long as it gets", HOSTILE),
    Line(30, "Ada", "Lunch at half past twelve?"),
    Line(20, "Grace", "Half past twelve is perfect"),
    Line(19, "Grace", "We meet downstairs."),
    Line(5, "Linus", "I will be five minutes late, go ahead and order."),
)


MORNING: Final = (
    Line(41, "Ada", "Good morning! The projector in the big room works again."),
    Line(40, "Ada", "Whoever has the HDMI adapter, please bring it back"),
    Line(36, "Grace", "It is on my desk, second floor. Come and get it."),
    Line(29, "Linus", "Slides for today: http://192.168.1.20/slides/ (PDF, 12 MB)"),
    Line(14, "", "does anybody know the wifi password for guests?"),
    Line(12, "Grace", "On the whiteboard by the coffee machine"),
    Line(3, "Ada", "Lunch at half past twelve?"),
)
"""What is to be seen in the README."""


def tell(path: Path) -> None:
    """A log in which the story was told."""
    make_conversation(path, LONG_AGO)
    put(path, ROOM, *STORY)
    for room in ROOMS:
        put(path, room, HELLO)


def put(path: Path, room: str, *lines: Line) -> None:
    """Say this in that room of a log."""
    with opened_log(path) as log:
        for line in lines:
            log.append([_draft(line, room)], _time(line.minutes))


def _draft(line: Line, room: str) -> Draft:
    return Draft(room, "message", line.nick, line.member or line.nick, {"message": line.text})


def _time(minutes_ago: int) -> str:
    then = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    return then.isoformat(timespec="milliseconds").replace("+00:00", "Z")
