import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from appliance.cli.remote.address import ChatAddress
from appliance.cli.remote.client import ChatClient
from appliance.cli.terminal.exit import Away, NotAChat, TryAgain, Unreachable
from appliance.errors import Problem, Refused
from tests.cli.scripted import Reply, scripted


def client(url: str, seconds: float = 10) -> ChatClient:
    return ChatClient(ChatAddress.parse(url), seconds)


@contextmanager
def raw(*answers: bytes) -> Iterator[str]:
    """A port where each connection is read once, given one of `answers`, and closed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for answer in answers:
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        thread.join()


def test_one_connection_is_kept() -> None:
    with scripted(Reply(body={"status": "ok"})) as server:
        asked = client(server.url)
        for _ in range(3):
            asked.get("/healthz")
        assert asked.connections == 1
        asked.close()


def test_a_kept_connection_that_was_closed_meanwhile_is_made_anew() -> None:
    ok = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    with raw(ok, ok) as url:
        asked = client(url)
        asked.get("/healthz")
        asked.get("/healthz")
        assert asked.connections == 2
        asked.close()


def test_a_path_before_the_chat_is_kept_and_everything_is_quoted() -> None:
    with scripted(Reply(body={})) as server:
        asked = client(server.url + "chat/")
        asked.get("/sub", {"room": "a,b", "since": 5})
        asked.get("/sub", {"room": "*&é"})
        asked.post("/pub", {"message": "👍"})
        asked.close()
        paths = [path for path, _, _ in server.requests]
        _, headers, body = server.requests[-1]
    assert paths == ["/chat/sub?room=a,b&since=5", "/chat/sub?room=*%26%C3%A9", "/chat/pub"]
    assert headers["Content-Type"] == "application/json"
    assert body == '{"message": "👍"}'.encode()


def test_ipv6_addresses() -> None:
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("the system has no IPv6")
    with listener:
        port = listener.getsockname()[1]
        heads: list[bytes] = []

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                heads.append(connection.recv(65536))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        asked = client(f"http://[::1]:{port}/")
        assert asked.get("/healthz") == {}
        asked.close()
        thread.join()
    assert f"\r\nHost: [::1]:{port}\r\n".encode() in heads[0]


PROBLEM = {"title": "No", "description": "Because."}


@pytest.mark.parametrize(
    ("reply", "kind", "sentence"),
    [
        (Reply(400, PROBLEM), Refused, "Because."),
        (Reply(421, PROBLEM), Refused, "Because."),
        (Reply(429, PROBLEM), TryAgain, "Because."),
        (Reply(500, PROBLEM), TryAgain, "Because."),
        (Reply(503, PROBLEM), TryAgain, "Because."),
        (Reply(507, PROBLEM), TryAgain, "Because."),
        (Reply(502, b"<html>"), Away, "502 Bad Gateway"),
        (Reply(503, {"description": "A proxy's."}), Away, "503 Service Unavailable"),
        (Reply(500, b"<html>"), NotAChat, "is not a chat"),
        (Reply(403, b"<html>"), NotAChat, "is not a chat"),
        (Reply(403, {"description": "A filter's."}), NotAChat, "is not a chat"),
        (Reply(429, b"<html>"), NotAChat, "is not a chat"),
        (Reply(404, b"<html>"), NotAChat, "is not a chat"),
        (Reply(200, b"<html>"), NotAChat, "is not a chat"),
        (Reply(200, b"[]"), NotAChat, "is not a chat"),
        (Reply(200, b"[" * 100_000), NotAChat, "is not a chat"),
        (Reply(200, b"\xff"), NotAChat, "is not a chat"),
        (Reply(400, b'{"description": 5}'), NotAChat, "is not a chat"),
        (Reply(301, b"", (("Location", "https://box/"),)), NotAChat, "sends on to https://box/"),
    ],
)
def test_answers_that_are_problems(reply: Reply, kind: type[Problem], sentence: str) -> None:
    with scripted(reply) as server:
        asked = client(server.url)
        with pytest.raises(kind) as caught:
            asked.get("/healthz")
        asked.close()
    assert type(caught.value) is kind
    assert sentence in caught.value.description


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7), ("0", 0), ("999999", 600), ("Sat, 14 Mar 2026 10:00:00 GMT", 0), ("-5", 0)],
)
def test_how_long_the_chat_asks_to_wait(header: str, seconds: float) -> None:
    with scripted(Reply(429, PROBLEM, (("Retry-After", header),))) as server:
        asked = client(server.url)
        with pytest.raises(TryAgain) as caught:
            asked.get("/healthz")
        asked.close()
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    "page",
    [
        {},
        {"cursor": 5, "messages": []},
        {"cursor": "-5", "messages": []},
        {"cursor": "9" * 5000, "messages": []},
        {"cursor": "5", "messages": {}},
        {"cursor": "5", "messages": ["x"]},
        {"cursor": "5", "messages": [{"id": "5"}]},
    ],
)
def test_what_is_no_stretch_of_a_log_is_no_chat(page: object) -> None:
    with scripted(Reply(body=page)) as server:
        asked = client(server.url)
        with pytest.raises(NotAChat):
            asked.slice("/sub", {"since": 1})
        asked.close()


@pytest.mark.parametrize(
    ("answer", "kind", "sentence"),
    [
        (b"", Unreachable, "went away before it answered"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", Unreachable, "went away"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", NotAChat, "is not a chat"),
    ],
)
def test_connections_that_end_early(answer: bytes, kind: type[Problem], sentence: str) -> None:
    with raw(answer) as url, pytest.raises(kind, match=sentence):
        client(url).get("/healthz")


def test_nothing_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable, match="Is the chat running there"):
        client(f"http://127.0.0.1:{port}/").get("/healthz")


def test_an_answer_that_takes_too_long() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        pytest.raises(Unreachable, match="in time"),
    ):
        client(f"http://127.0.0.1:{listener.getsockname()[1]}/", 0.05).get("/healthz")


def test_a_name_that_does_not_exist() -> None:
    with pytest.raises(Unreachable, match=r"No machine is called chat\.invalid here"):
        client("http://chat.invalid/").get("/healthz")


def test_a_port_that_does_not_speak_https() -> None:
    with (
        raw(b"HTTP/1.1 400 Bad Request\r\n\r\n") as url,
        pytest.raises(NotAChat, match="does not speak https"),
    ):
        client(url.replace("http:", "https:")).get("/healthz")
