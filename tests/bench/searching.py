"""``python -m tests.bench.searching FOLDER``: how long searches of a long log take.

Makes the log itself, of words that are as frequent as words are (the n-th a n-th as often as the
first), has a server index it, and asks it a hundred things. The same numbers give the same log.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from time import monotonic
from urllib.parse import quote

from appliance.feed.entry import Draft
from appliance.feed.sqlite.database import connect
from appliance.feed.sqlite.log import Log
from appliance.feed.sqlite.schema import migrate
from tests.running import RunningServer, eventually

WORDS = 20_000
TOGETHER = 1_000
SYLLABLES = [one + two for one in "bdfghklmnprstv" for two in "ao"]
KANJI = "今日明年月火水木金土山川田人大小中上下本学生先会社車電話時間天気"


class Speech:
    """Makes up what people say."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        made = {"".join(self.chance.choices(SYLLABLES, k=1 + at % 5)) for at in range(3 * WORDS)}
        self.words = sorted(made, key=lambda word: (len(word), word))[:WORDS]
        self._weights = list(accumulate(1 / (at + 1) for at in range(len(self.words))))

    def word(self, least: int = 0) -> str:
        """One as often as it is said; of the rarer ones if it is not among the `least` first."""
        while True:
            (word,) = self.chance.choices(self.words, cum_weights=self._weights)
            if not least or self.words.index(word) >= least:
                return word

    def text(self) -> str:
        if self.chance.random() < 0.05:
            return "".join(self.chance.choices(KANJI, k=self.chance.randint(4, 30)))
        count = self.chance.randint(2, 22)
        return " ".join(self.chance.choices(self.words, cum_weights=self._weights, k=count))

    def draft(self) -> Draft:
        who = int(self.chance.paretovariate(1)) % 300
        room = f"room{int(self.chance.paretovariate(1)) % 100}"
        return Draft(room, "message", f"Nick{who}", f"member{who}", {"message": self.text()})

    def queries(self) -> Iterator[str]:
        """A hundred, of each kind ten."""
        for _ in range(10):
            yield self.word()
            yield f"{self.word()} {self.word()}"
            yield self.word(least=5_000)
            yield f'"{self.word()} {self.word()}"'
            yield self.word()[:3]
            yield "".join(self.chance.choices(KANJI, k=2))
            yield self.chance.choice(SYLLABLES)
            yield f"{self.word()} in:room{self.chance.randint(2, 99)}"
            yield f"{self.word()} from:nick{self.chance.randint(2, 299)}"
            yield f"{self.word(least=1_000)} before:2026-03-02"


def make(path: Path, messages: int, speech: Speech) -> None:
    path.parent.mkdir(parents=True)
    connection = connect(path, create=True)
    migrate(connection)
    connection.execute("PRAGMA synchronous = OFF")
    log = Log(connection)
    for at in range(0, messages, TOGETHER):
        day = 1 + 27 * at // messages
        drafts = [speech.draft() for _ in range(min(TOGETHER, messages - at))]
        log.append(drafts, f"2026-03-{day:02}T08:00:00.000Z")
    log.close()


def asked(server: RunningServer, speech: Speech) -> list[tuple[float, str, int, bool]]:
    found = []
    for query in speech.queries():
        began = monotonic()
        answer = server.get(f"/search?limit=20&q={quote(query)}")
        took = monotonic() - began
        found.append((took * 1_000, query, len(answer["messages"]), answer["more"]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--messages", type=int, default=100_000)
    words = parser.parse_args()
    speech = Speech(words.messages)
    log = words.folder / "data" / "chat.db"
    make(log, words.messages, speech)
    with RunningServer(log.parent, "--max-requests", "100000") as server:
        began = monotonic()
        eventually(lambda: server.get("/search?q=x")["indexed"], lambda now: now == 1, 3_600)
        indexed = monotonic() - began
        rounds = [took for took, *_ in asked(server, speech)]
        again = asked(server, Speech(words.messages + 1))
        server.stop()
    size = {path.name: path.stat().st_size for path in log.parent.glob("*.db")}
    times = sorted([*rounds, *(took for took, *_ in again)])
    figures = {
        "messages": words.messages,
        "seconds until all is indexed": round(indexed, 1),
        "bytes": size,
        "median ms": round(statistics.median(times), 1),
        "worst ms": round(times[-1], 1),
        "cut short": sum(more and count < 20 for _, _, count, more in again),
        "slowest": [(round(took, 1), query) for took, query, *_ in sorted(again)[-5:]],
    }
    json.dump(figures, sys.stdout, indent=1, ensure_ascii=False)


if __name__ == "__main__":
    main()
