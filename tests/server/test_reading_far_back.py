"""Reading what was said long ago: one who does so much keeps nobody else from it."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from appliance.feed.sqlite.database import bare
from tests.feed.logs import make_log
from tests.running import SOON, RunningServer
from tests.server.raw import RawClient, get

ROOMS = [f"room{number}" for number in range(100)]

_LONG_AGO = """
    INSERT INTO log (id, room, kind, nick, member, time, key, fields)
    WITH RECURSIVE number (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM number WHERE id < 100000)
    SELECT id, 'room' || (id % 100), 'message', 'Ada', 'ada', '2024-05-06T07:08:09.012Z', NULL,
           json_object('message', 'said long ago')
    FROM number
"""


@pytest.fixture
def long_log(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    path = make_log(tmp_path / "data" / "chat.db")
    with closing(bare(path, "rw")) as connection:
        connection.execute(_LONG_AGO)
    return path.parent


def test_sixty_polls_of_a_hundred_rooms_do_not_stop_another_s_history(long_log: Path) -> None:
    poll = f"GET /sub?since=1&wait=0&room={','.join(ROOMS)} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with RunningServer(long_log) as server, ExitStack() as stack:
        greedy = []
        for _ in range(60):
            client = socket.create_connection(
                ("127.0.0.1", server.port), 30, source_address=("127.0.0.2", 0)
            )
            greedy.append(stack.enter_context(client))
            client.sendall(poll.encode())
        asked = time.monotonic()
        with RawClient(server.port) as other:
            history = other.ask(get("/rooms/room7/messages?before=50000"))
        assert history.status == 200
        assert len(history.json["messages"]) == 50
        assert time.monotonic() - asked < SOON
        with ThreadPoolExecutor(8) as readers:
            answers = list(readers.map(lambda client: client.recv(65_536), greedy))
        assert all(answer.startswith(b"HTTP/1.1 200") for answer in answers)


def test_a_room_is_read_forwards_from_any_number_to_its_end(long_log: Path) -> None:
    """Every hundredth of 100,000 entries is of this room, the last one too."""
    path = "/rooms/room0/messages?limit=400"
    with RunningServer(long_log) as server:
        pages: list[dict[str, Any]] = []
        after = 1
        while not pages or pages[-1]["more"]:
            pages.append(server.get(f"{path}&after={after}"))
            after = pages[-1]["messages"][-1]["id"]
        assert [len(page["messages"]) for page in pages] == [400, 400, 200]
        read = [entry["id"] for page in pages for entry in page["messages"]]
        assert read == list(range(100, 100_001, 100))
        for beyond in (100_000, 10**9):
            page = server.get(f"{path}&after={beyond}")
            assert (page["messages"], page["more"], page["cursor"]) == ([], False, "100000")
        page = server.get(f"{path}&around=50000")
        assert [entry["id"] for entry in page["messages"]] == list(range(30_100, 70_001, 100))
        assert (page["more"], page["newer"], page["cursor"]) == (True, True, "70000")
        page = server.get(f"{path}&around=100000")
        assert (page["messages"][-1]["id"], page["newer"]) == (100_000, False)
