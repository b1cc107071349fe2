"""``python -m tests.bench.long_log FOLDER``: what a chat of a million messages is like.

Makes the log itself (with edits and reactions, by the program's own rules, which takes minutes; one
that is there is taken), has a server index it, and measures: how soon that server is ready beside
one of an empty chat, in alternating starts; a page of history; a hundred searches; what it takes of
the disk.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from appliance.chat.kinds.table import FOLDS
from appliance.feed.contract import Receipt
from appliance.feed.entry import Draft
from appliance.feed.sqlite.database import connect
from appliance.feed.sqlite.log import Log
from appliance.feed.sqlite.schema import migrate
from tests.bench import proc
from tests.bench.speech import PEOPLE, ROOMS, Speech, moment
from tests.running import RunningServer, eventually

SERVE: Final = (sys.executable, "-m", "appliance", "serve", "--max-requests", "100000")
PART: Final = 500
"""Messages of one commit; what is done to them comes in further ones right behind it."""

LATELY: Final = 2_000
"""Messages back to which people react and edit."""

EMOJI: Final = ("👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀", "🔥", "✅")
PAGE: Final = 50
TIMES: Final = 200
INDEX_SECONDS: Final = 48 * 3_600


class Said(NamedTuple):
    """What one may react to."""

    id: int
    draft: Draft


class Conversation:
    """A log that is made, of messages that people edit and react to for a while."""

    def __init__(self, path: Path, seed: int) -> None:
        self._speech = Speech(seed)
        self._chance = random.Random(seed)
        connection = connect(path, create=True)
        migrate(connection)
        connection.execute("PRAGMA synchronous = OFF")
        self._log = Log(connection, folds=FOLDS)
        self._lately: list[Said] = []

    def make(self, messages: int, edits: int, reactions: int) -> None:
        """So much of each, evenly."""
        for begin in range(0, messages, PART):
            end, now = min(begin + PART, messages), moment(begin / messages)
            drafts = [self._speech.draft() for _ in range(end - begin)]
            self._lately += map(Said, self._stored(drafts, now), drafts)
            del self._lately[:-LATELY]
            for count, draft in ((edits, self._edit), (reactions, self._react)):
                further = count * end // messages - count * begin // messages
                self._stored([draft() for _ in range(further)], now)
        self._log.close()

    def _stored(self, drafts: list[Draft], now: str) -> list[int]:
        receipts = self._log.append(drafts, now).receipts if drafts else []
        numbers = [receipt.id for receipt in receipts if isinstance(receipt, Receipt)]
        assert len(numbers) == len(drafts), "something was refused"
        return numbers

    def _edit(self) -> Draft:
        number, said = self._chance.choice(self._lately)
        fields = {"target": number, "message": self._speech.text()}
        return _change(said, "edit", said.member, fields, number)

    def _react(self) -> Draft:
        """A few messages get most."""
        place = int(self._chance.paretovariate(0.5)) % len(self._lately)
        number, said = self._lately[-place - 1]
        emoji = EMOJI[int(self._chance.paretovariate(1)) % len(EMOJI)]
        who = f"member{self._chance.randrange(PEOPLE)}"
        fields = {"target": number, "emoji": emoji, "on": True}
        return _change(said, "reaction", who, fields, number)


def _change(said: Draft, kind: str, who: str, fields: dict[str, Any], number: int) -> Draft:
    return Draft(said.room, kind, "Somebody", who, fields, target=number, stands=False)


class Timed:
    """Milliseconds by the clock, and of the server's processor time, of each that was asked."""

    def __init__(self, server: RunningServer) -> None:
        self._server = server
        self.rows: list[tuple[float, float, str]] = []

    def ask(self, path: str, name: str = "") -> Any:
        before, began = proc.cpu_ns([self._server.pid]), monotonic()
        answer = self._server.get(path)
        took = (monotonic() - began) * 1_000
        spent = (proc.cpu_ns([self._server.pid]) - before) / 1e6
        self.rows.append((took, spent, name))
        return answer

    @property
    def figures(self) -> dict[str, float]:
        took, spent, _ = zip(*self.rows, strict=True)
        return {
            "median ms": round(statistics.median(took), 2),
            "worst ms": round(max(took), 1),
            "median ms of processor": round(statistics.median(spent), 2),
            "worst ms of processor": round(max(spent), 1),
        }


def ready(folders: dict[str, Path], rounds: int) -> dict[str, Any]:
    """Seconds until each is ready, started in turn."""
    took: dict[str, list[float]] = {name: [] for name in folders}
    for _ in range(rounds):
        for name, folder in folders.items():
            began = monotonic()
            with RunningServer(folder, command=SERVE) as server:
                took[name].append(monotonic() - began)
                server.stop()
    figures: dict[str, Any] = {name: _seconds(each) for name, each in took.items()}
    pairs = [one / other for one, other in zip(*took.values(), strict=True)]
    return {**figures, "ratio of pairs": _seconds(pairs)}


def _seconds(values: list[float]) -> dict[str, float]:
    found = (statistics.median(values), min(values), max(values))
    return dict(zip(("median", "least", "most"), (round(one, 3) for one in found), strict=True))


def paged(server: RunningServer, last: int) -> dict[str, Any]:
    """Pages as a browser asks for them: a room's last one, and one from somewhere."""
    chance, found = random.Random(last), {}
    kinds: dict[str, Callable[[], str]] = {
        "the last": lambda: "",
        "before somewhere": lambda: f"&before={chance.randint(2, last)}",
        "around somewhere": lambda: f"&around={chance.randint(2, last)}",
    }
    for name, place in kinds.items():
        timed = Timed(server)
        for _ in range(TIMES):
            room = f"room{int(chance.paretovariate(1)) % ROOMS}"
            timed.ask(f"/rooms/{room}/messages?limit={PAGE}{place()}")
        found[name] = timed.figures
    return found


def searched(server: RunningServer, speech: Speech) -> dict[str, Any]:
    """A hundred searches, once each. Those are cut short that did not come to the end in their
    time, and say how far they came.
    """
    timed, cut = Timed(server), 0
    for query in speech.queries():
        answer = timed.ask(f"/search?limit=20&q={quote(query)}", query)
        cut += answer["more"] and len(answer["messages"]) < 20
    slowest = [(round(took, 1), round(spent, 1), query) for took, spent, query in timed.rows]
    return {**timed.figures, "cut short": cut, "slowest": sorted(slowest, reverse=True)[:5]}


@contextmanager
def indexed(folder: Path, told: dict[str, Any]) -> Iterator[RunningServer]:
    """A server that has read all of its log; how long that took, if it had to."""
    with RunningServer(folder, command=SERVE) as server:
        began, before = monotonic(), proc.cpu_ns([server.pid])
        if server.get("/search?q=x")["indexed"] < 1:
            eventually(
                lambda: server.get("/search?q=x")["indexed"], lambda now: now == 1, INDEX_SECONDS
            )
            spent = (proc.cpu_ns([server.pid]) - before) / 1e9
            took = {"seconds": round(monotonic() - began), "of processor": round(spent)}
            told["until all is indexed"] = took
        yield server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("folder", type=Path)
    add("--messages", type=int, default=1_000_000)
    add("--edits", type=int, default=100_000)
    add("--reactions", type=int, default=3_000_000)
    add("--rounds", type=int, default=11, help="starts of each (11)")
    add("--no-search", action="store_true", help="do not wait for the index, which takes longest")
    words = parser.parse_args()
    log = words.folder / "long" / "chat.db"
    figures: dict[str, Any] = {}
    if not log.exists():
        log.parent.mkdir(parents=True)
        began = monotonic()
        Conversation(log, words.messages).make(words.messages, words.edits, words.reactions)
        figures["seconds to make it"] = round(monotonic() - began)
    serving = RunningServer(log.parent, command=SERVE)
    with serving if words.no_search else indexed(log.parent, figures) as server:
        figures["entries"] = last = int(server.get("/rooms/room1/messages?limit=1")["cursor"])
        figures["a page of history"] = paged(server, last)
        if not words.no_search:
            figures["searching, first"] = searched(server, Speech(words.messages))
            figures["searching, others"] = searched(server, Speech(words.messages + 1))
        server.stop()
    folders = {"long": log.parent, "empty": words.folder / "empty"}
    figures["seconds until it is ready"] = ready(folders, words.rounds)
    figures["bytes"] = {path.name: path.stat().st_size for path in log.parent.glob("*.db")}
    json.dump(figures, sys.stdout, indent=1, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
