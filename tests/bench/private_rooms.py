"""``python -m tests.bench.private_rooms DATA``: a log in which members are in private rooms.

Each of the generator's clients is in three, of ten people each, and no two are in the same three.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from gevent import monkey

monkey.patch_all()

from appliance.chat.member import public_id  # noqa: E402
from appliance.chat.standing.membership import Membership, membership_name  # noqa: E402
from appliance.chat.standing.private_room import PrivateRoom  # noqa: E402
from appliance.feed.entry import Draft  # noqa: E402
from appliance.feed.facts import Fact  # noqa: E402
from appliance.feed.sqlite.feed import SqliteFeed  # noqa: E402

PEOPLE = 5_000
TOGETHER = 500  # facts of one entry


def token(client: int) -> str:
    """Of the generator's client of that number, as load_wire.c makes it."""
    words = client * 2_654_435_761, client ^ 0x5BD1E995, client * 40_503 + 7, client
    return "".join(f"{word & 0xFFFFFFFF:08x}" for word in words)


def rooms_of(client: int) -> list[str]:
    """Names that are as long as real ones."""
    count = PEOPLE // 10
    numbers = client // 10, count + client % count, 2 * count + client * 7 % count
    return [f"@{number:026}" for number in numbers]


def facts() -> Iterator[Fact]:
    """The rooms, and who is in them."""
    for room in sorted({room for client in range(PEOPLE) for room in rooms_of(client)}):
        yield PrivateRoom(title=f"Room {room[-4:]}", maker=public_id(token(0))).fact(room)
    for client in range(PEOPLE):
        for room in rooms_of(client):
            yield Membership().fact(membership_name(room, public_id(token(client))))


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True)
    feed = SqliteFeed(folder / "chat.db", lambda: datetime.now(UTC).isoformat())
    said = Draft("@host", "note", "bench", "bench", {})
    made = facts()
    while some := tuple(islice(made, TOGETHER)):
        feed.append(said._replace(facts=some))
    feed.close()


if __name__ == "__main__":
    main()
