"""What people might say, made up: ``python -m tests.bench.speech FILE MESSAGES`` makes a log of it,
in the form of whatever program is found first.

Words are as frequent as words are (the n-th a n-th as often as the first), one message in twenty is
Japanese, and few people and rooms say most. The same numbers give the same log.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Final

from appliance.feed.entry import Draft
from appliance.feed.sqlite.database import connect
from appliance.feed.sqlite.log import Log
from appliance.feed.sqlite.schema import migrate

WORDS: Final = 20_000
PEOPLE: Final = 300
ROOMS: Final = 100
TOGETHER: Final = 1_000
"""Messages of one commit."""

SYLLABLES: Final = [one + two for one in "bdfghklmnprstv" for two in "ao"]
KANJI: Final = "今日明年月火水木金土山川田人大小中上下本学生先会社車電話時間天気"


class Speech:
    """Makes up what people say, and what they look for."""

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
        who = int(self.chance.paretovariate(1)) % PEOPLE
        room = f"room{int(self.chance.paretovariate(1)) % ROOMS}"
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
            yield f"{self.word()} in:room{self.chance.randint(2, ROOMS - 1)}"
            yield f"{self.word()} from:nick{self.chance.randint(2, PEOPLE - 1)}"
            yield f"{self.word(least=1_000)} before:{moment(0.04)[:10]}"


def moment(share: float) -> str:
    """When the log was so far: it is of four weeks."""
    return f"2026-03-{1 + int(27 * share):02}T08:00:00.000Z"


def make(path: Path, messages: int) -> None:
    """A log of so many messages and nothing else."""
    speech = Speech(messages)
    connection = connect(path, create=True)
    migrate(connection)
    connection.execute("PRAGMA synchronous = OFF")
    log = Log(connection)
    for at in range(0, messages, TOGETHER):
        drafts = [speech.draft() for _ in range(min(TOGETHER, messages - at))]
        log.append(drafts, moment(at / messages))
    log.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
