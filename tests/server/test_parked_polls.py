"""Long polls on real connections: each gets what came after its cursor, once and in order."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from appliance.feed.numbers import HIGHEST
from appliance.web.server.inbox import MAX_HELD
from tests.running import SOON, RunningServer, eventually
from tests.server.conftest import Connect
from tests.server.raw import Answer, RawClient, get, poll, post, trickle

CROWD = 2_000


def parked(server: RunningServer, polls: int = 1) -> None:
    """Returns once so many polls are held."""
    eventually(lambda: server.metric("chat_polls_parked"), lambda now: now == polls)


def say(server: RunningServer, message: str, room: str = "lobby") -> None:
    """Returns once the message is stored and has reached those who wait."""
    number = server.post(message, room=room)["id"]
    eventually(lambda: server.metric("chat_last_id"), lambda last: last >= number)


def remembered(server: RunningServer) -> float:
    return server.metric('chat_polls_total{head="remembered"}')


def undated(answer: Answer) -> bytes:
    return re.sub(rb"\r\nDate: [^\r]*", b"", answer.wire)


# What a poll is told


def test_a_poll_is_told_everything_after_its_cursor(
    server: RunningServer, client: RawClient
) -> None:
    for number in range(5):
        say(server, f"m{number}")
    assert client.ask(poll(2)).messages == ["m2", "m3", "m4"]
    assert client.ask(poll(0)).messages == ["m0", "m1", "m2", "m3", "m4"]


def test_a_poll_waits_for_the_next_message(server: RunningServer, client: RawClient) -> None:
    client.send(poll(0))
    parked(server)
    assert client.silent()
    say(server, "hello")
    answer = client.answer()
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.messages == ["hello"]
    assert answer.json["cursor"] == "1"
    assert "truncated" not in answer.json


def test_a_poll_ends_empty_after_its_wait(client: RawClient) -> None:
    started = time.monotonic()
    answer = client.ask(poll(0, wait=1))
    assert 0.95 < time.monotonic() - started < SOON
    assert answer.json == {"cursor": "0", "messages": []}


def test_a_poll_need_not_wait(server: RunningServer, client: RawClient) -> None:
    assert client.ask(poll(0, wait=0)).json == {"cursor": "0", "messages": []}
    say(server, "hello")
    assert client.ask(poll(0, wait=0)).messages == ["hello"]
    assert client.ask(poll(1, wait=0)).json == {"cursor": "1", "messages": []}


def test_a_poll_hears_its_rooms_and_no_other(server: RunningServer, client: RawClient) -> None:
    client.send(poll(0, room="a,b"))
    parked(server)
    say(server, "elsewhere", room="c")
    say(server, "here", room="b")
    assert client.answer().messages == ["here"]
    say(server, "there", room="a")
    assert client.ask(poll(2, room="a,b")).messages == ["there"]
    assert client.ask(poll(0, room="a,b")).messages == ["here", "there"]


def test_what_happens_elsewhere_moves_the_cursor_but_wakes_nobody(
    server: RunningServer, client: RawClient
) -> None:
    client.send(poll(0, room="a", wait=1))
    parked(server)
    say(server, "elsewhere", room="b")
    assert client.answer().json == {"cursor": "1", "messages": []}


def test_a_poll_of_every_room_hears_rooms_not_made_yet(
    server: RunningServer, client: RawClient
) -> None:
    client.send(poll(0, room="*"))
    parked(server)
    say(server, "first", room="new")
    assert client.answer().messages == ["first"]
    say(server, "second", room="newer")
    assert client.ask(poll(0, room="*")).messages == ["first", "second"]


def test_the_order_of_the_rooms_does_not_matter(server: RunningServer, connect: Connect) -> None:
    one, other = connect(), connect()
    one.send(poll(0, room="a,b"))
    other.send(poll(0, room="b,a"))
    parked(server, 2)
    say(server, "both", room="a")
    assert undated(one.answer()) == undated(other.answer())


def test_a_cursor_beyond_the_log_is_told_so_at_once(
    server: RunningServer, client: RawClient
) -> None:
    say(server, "hello")
    answer = client.ask(poll(1_000))
    assert answer.json["truncated"] is True
    assert int(answer.json["cursor"]) <= 1
    assert answer.json["messages"] in ([], server.log())
    assert client.ask(poll(0)).messages == ["hello"]


def test_a_long_log_comes_in_parts_without_gap_or_double(
    server: RunningServer, client: RawClient
) -> None:
    with RawClient(server.port) as sender:
        sender.send(b"".join(post(b"message=m%d" % number) for number in range(520)))
        for _ in range(520):
            assert sender.answer().status == 200
    heard: list[str] = []
    cursor = 0
    while cursor < 520:
        answer = client.ask(poll(cursor))
        heard += answer.messages
        cursor = int(answer.json["cursor"])
    assert heard == [f"m{number}" for number in range(520)]


# The remembered head


def test_the_next_poll_goes_by_its_remembered_head(
    server: RunningServer, client: RawClient
) -> None:
    say(server, "one")
    assert client.ask(poll(0)).messages == ["one"]
    assert remembered(server) == 0
    client.send(poll(1))
    parked(server)
    assert remembered(server) == 1
    say(server, "two")
    assert client.answer().messages == ["two"]
    assert client.ask(poll(0)).messages == ["one", "two"]
    assert remembered(server) == 2


def test_a_longer_cursor_goes_by_the_same_head(server: RunningServer, client: RawClient) -> None:
    for number in range(12):
        say(server, f"m{number}")
    assert client.ask(poll(9)).messages == ["m9", "m10", "m11"]
    assert client.ask(poll(11)).messages == ["m11"]
    assert client.ask(poll(0)).messages == [f"m{number}" for number in range(12)]
    assert remembered(server) == 2


def test_a_remembered_poll_with_a_cursor_beyond_the_log_is_told_so(
    server: RunningServer, client: RawClient
) -> None:
    say(server, "hello")
    assert client.ask(poll(0)).messages == ["hello"]
    assert client.ask(poll(999)).json["truncated"] is True
    assert client.ask(poll(HIGHEST)).json["truncated"] is True
    assert client.ask(poll(HIGHEST + 1)).status == 400
    assert client.ask(poll(10**18)).status == 400
    assert client.ask(poll(0)).messages == ["hello"]


@pytest.mark.parametrize(
    "other",
    [
        poll(0, "X-A: c"),
        poll(0, "X-A: b", room="lobb"),
        poll(0, "X-A: b", wait=24),
        poll(0, "X-A:  b"),
        poll(0, "X-A: b", "X-B: c"),
        poll(0),
    ],
    ids=["value", "room", "wait", "blank", "header more", "header less"],
)
def test_a_poll_with_another_byte_goes_the_whole_way(
    server: RunningServer, client: RawClient, other: bytes
) -> None:
    say(server, "one")
    say(server, "one", room="lobb")
    assert client.ask(poll(0, "X-A: b")).messages == ["one"]
    assert client.ask(other).messages == ["one"]
    assert remembered(server) == 0


def test_another_request_in_between_leaves_the_head_remembered(
    server: RunningServer, client: RawClient
) -> None:
    say(server, "one")
    assert client.ask(poll(0)).messages == ["one"]
    assert client.ask(post(b"message=two")).json["id"] == 2
    assert client.ask(get("/about")).status == 200
    assert client.ask(poll(1)).messages == ["two"]
    assert remembered(server) == 1


# Requests in a row


def test_two_polls_in_one_packet_are_answered_in_order(
    server: RunningServer, client: RawClient
) -> None:
    say(server, "one")
    say(server, "two", room="side")
    client.send(poll(0) + poll(0, room="side"))
    assert client.answer().messages == ["one"]
    assert client.answer().messages == ["two"]
    client.send(poll(2, wait=1) + poll(0, room="side") + poll(0))
    assert [client.answer().messages for _ in range(3)] == [[], ["two"], ["one"]]


def test_a_poll_whose_beginning_came_with_the_one_before_is_not_mistaken(
    server: RunningServer, client: RawClient
) -> None:
    say(server, "one", room="a")
    say(server, "two", room="b")
    both = poll(0, room="a") + poll(0, room="b")
    cut = len(both) - 10
    client.send(both[:cut])
    assert client.answer().messages == ["one"]
    client.send(both[cut:])
    assert client.answer().messages == ["two"]
    # Were the bytes of both remembered as one request, this would get a single answer.
    client.send(poll(1, room="a", wait=0) + poll(0, room="b"))
    assert client.answer().messages == []
    assert client.answer().messages == ["two"]


def test_a_poll_and_a_message_in_one_packet(server: RunningServer, client: RawClient) -> None:
    client.send(poll(0, wait=1) + post(b"message=hello") + poll(0))
    assert client.answer().messages == []
    assert client.answer().json["id"] == 1
    assert client.answer().messages == ["hello"]


def test_a_message_and_a_poll_in_one_packet(server: RunningServer, client: RawClient) -> None:
    client.send(post(b"message=hello") + poll(0))
    assert client.answer().json["id"] == 1
    assert client.answer().messages == ["hello"]


def test_bytes_sent_while_parked_are_the_next_request(
    server: RunningServer, client: RawClient
) -> None:
    client.send(poll(0))
    parked(server)
    again = poll(1)
    client.send(again[:40])
    say(server, "one")
    assert client.answer().messages == ["one"]
    client.send(again[40:])
    parked(server)
    say(server, "two")
    assert client.answer().messages == ["two"]


def test_garbage_sent_while_parked_is_refused_after_the_answer(
    server: RunningServer, client: RawClient
) -> None:
    client.send(poll(0))
    parked(server)
    client.send(b"\x00\x01\x02\r\n\r\n")
    say(server, "one")
    assert client.answer().messages == ["one"]
    assert client.answer().status == 400
    assert client.ended()


def test_a_hundred_polls_in_one_packet(server: RunningServer, client: RawClient) -> None:
    say(server, "one")
    client.send(poll(0) * 100)
    assert [client.answer().messages for _ in range(100)] == [["one"]] * 100


def test_offers_to_change_the_protocol_in_a_row(server: RunningServer, client: RawClient) -> None:
    offer = get("/healthz", "Upgrade: h2c", "Connection: Upgrade")
    client.send(poll(0))
    parked(server)
    client.send(offer * 600)
    say(server, "one")
    assert client.answer().messages == ["one"]
    assert {client.answer().status for _ in range(600)} == {200}


def test_a_poll_may_come_byte_by_byte(server: RunningServer, client: RawClient) -> None:
    say(server, "one")
    trickle(client, poll(0))
    assert client.answer().messages == ["one"]
    trickle(client, poll(1))
    parked(server)
    say(server, "two")
    assert client.answer().messages == ["two"]
    assert client.ask(poll(0)).messages == ["one", "two"]


def test_a_poll_may_have_a_body(server: RunningServer, client: RawClient) -> None:
    with_body = poll(0, "Content-Length: 5") + b"hello"
    client.send(with_body)
    parked(server)
    say(server, "one")
    assert client.answer().messages == ["one"]
    client.send(with_body[:-3])
    client.send(with_body[-3:])
    assert client.answer().messages == ["one"]
    chunked = poll(0, "Transfer-Encoding: chunked")
    for _ in range(2):
        client.send(chunked)
        client.send(b"0\r\n\r\n")
        assert client.answer().messages == ["one"]
    assert client.ask(poll(0)).messages == ["one"]


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT"])
def test_only_get_polls(client: RawClient, method: str) -> None:
    client.send(get("/sub?since=0", "Content-Length: 0", method=method))
    answer = client.answer(bare=method == "HEAD")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, OPTIONS")


# Connections that end


@pytest.mark.parametrize(
    "request_",
    [
        get("/sub?since=0", version="1.0"),
        get("/sub?since=0", "Connection: keep-alive", version="1.0"),
        poll(0, "Connection: close"),
        poll(0, "Connection: keep-alive, Close"),
        poll(0, "Connection: close", "Connection: keep-alive"),
    ],
    ids=["HTTP/1.0", "HTTP/1.0 with keep-alive", "close", "close among others", "close above"],
)
def test_a_poll_that_is_to_be_the_last_is_answered_and_closed(
    server: RunningServer, client: RawClient, request_: bytes
) -> None:
    client.send(request_)
    parked(server)
    say(server, "one")
    answer = client.answer()
    assert answer.messages == ["one"]
    assert answer.closes
    assert client.ended()


def files(server: RunningServer) -> int:
    return len(list(Path(f"/proc/{server.pid}/fd").iterdir()))


def settled_files(server: RunningServer) -> int:
    """Open files once nothing but the one who asks is connected."""
    eventually(lambda: server.metric("chat_connections"), lambda now: now == 1)
    return files(server)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs Linux's /proc")
@pytest.mark.parametrize(
    "leave",
    [RawClient.close, RawClient.reset, RawClient.half_close],
    ids=["close", "reset", "half-close"],
)
def test_a_client_that_leaves_is_freed_at_once(
    server: RunningServer, connect: Connect, leave: Callable[[RawClient], None]
) -> None:
    say(server, "the log's files are open now", room="side")
    opened = settled_files(server)
    clients = [connect() for _ in range(50)]
    for client in clients:
        client.send(poll(1))
    parked(server, 50)
    # Whoever asked how many are connected may have been counted among the files before.
    eventually(lambda: files(server), lambda now: now >= opened + 49)
    for client in clients[:49]:
        leave(client)
    parked(server, 1)
    # Readers of the log may have opened theirs meanwhile, a few; a leak would be 49.
    left = eventually(lambda: files(server), lambda now: now < opened + 20)
    say(server, "one")
    assert clients[49].answer().messages == ["one"]
    for client in clients:
        client.close()
    eventually(lambda: files(server), lambda now: now < max(left, opened + 20))
    assert "Traceback" not in server.errors.read_text()


def test_a_request_before_a_half_close_is_still_answered(server: RunningServer) -> None:
    say(server, "one")
    for request in (poll(0), poll(1, wait=0), get("/about"), post(b"message=x")):
        with RawClient(server.port) as client:
            client.send(request)
            client.half_close()
            assert client.answer().status == 200
            assert client.ended()


def test_who_sent_much_behind_a_poll_and_left_is_freed(
    server: RunningServer, connect: Connect
) -> None:
    # Reading pauses while so much waits behind the message. The poll, whose room is always silent
    # and which has no end, must not wait for somebody whom nobody hears any more.
    message, silent = post(b"message=a"), get("/sub?room=silent")
    behind = (silent + get("/about", "X-A: " + "b" * 1_000) * 70)[: MAX_HELD + 10]
    clients = [connect() for _ in range(5)]
    for client in clients:
        client.send(message + behind)
    parked(server, 5)
    for client in clients:
        client.close()
    parked(server, 0)


def test_a_flood_sent_while_parked_is_not_held(server: RunningServer, client: RawClient) -> None:
    client.send(poll(0))
    parked(server)
    client.send(b"a" * 200_000)
    assert client.ended()
    parked(server, 0)


# Crowds


def test_one_message_wakes_thousands_with_equal_answers(
    server: RunningServer, connect: Connect
) -> None:
    crowd = [connect() for _ in range(CROWD)]
    for client in crowd:
        client.send(poll(0))
    parked(server, CROWD)
    say(server, "one")
    answers = {undated(client.answer()) for client in crowd}
    assert len(answers) == 1
    assert b'"message":"one"' in answers.pop()
    for client in crowd:
        client.send(poll(1))
    parked(server, CROWD)
    # Of the first polls only one went the whole way: the others are the same.
    assert remembered(server) == CROWD - 1 + CROWD
    assert all(client.silent() for client in crowd)
    say(server, "two")
    assert {tuple(client.answer().messages) for client in crowd} == {("two",)}
    assert all(client.silent() for client in crowd)


# The end of the server


def test_at_the_end_every_poll_is_answered(server: RunningServer, connect: Connect) -> None:
    clients = [connect() for _ in range(20)]
    say(server, "one")
    for client in clients[:10]:
        client.send(poll(1))
    for client in clients[10:]:
        client.ask(poll(0))
        client.send(poll(1))
    parked(server, 20)
    started = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - started < SOON
    for client in clients:
        answer = client.answer()
        assert answer.json == {"cursor": "1", "messages": []}
        assert answer.closes
        assert client.ended()
    with pytest.raises(ConnectionRefusedError):
        connect()


def test_at_the_end_what_waits_behind_a_poll_is_dropped(
    server: RunningServer, connect: Connect
) -> None:
    clients = [connect() for _ in range(10)]
    idle = connect()
    assert idle.ask(get("/healthz")).status == 200
    for client in clients:
        client.send(poll(0, wait=60, room="quiet") + post(b"message=late"))
    parked(server, 10)
    assert server.stop() == 0
    for client in clients:
        answer = client.answer()
        assert (answer.messages, answer.closes) == ([], True)
        assert client.ended()
    assert idle.ended()
    assert "Traceback" not in server.errors.read_text()
