from __future__ import annotations

import falcon
import falcon.testing
import pytest

from appliance.errors import BadInput, Refused
from appliance.web.access.guard import LONGEST_HOST, Guard, WrongHost

NAMES = ("Chat.local", "den.example.")


def ask(host: str | None, method: str = "GET", **headers: str) -> None:
    """Raises what the guard has against such a request."""
    environ = falcon.testing.create_environ(method=method, headers=headers, http_version="1.1")
    environ.pop("HTTP_HOST", None)
    if host is not None:
        environ["HTTP_HOST"] = host
    Guard(NAMES).process_request(falcon.Request(environ), falcon.Response())


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:8080",
        "127.0.0.1",
        "192.168.1.7:80",
        "192.168.1.7:",
        "[::1]",
        "[fe80::1]:8080",
        "chat.local",
        "CHAT.LOCAL.:1",
        "den.example",
        "localhost:65535",
        None,
    ],
)
def test_our_names_and_every_address_are_answered(host: str | None) -> None:
    ask(host)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "chat.local.evil.example",
        "evilchat.local",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "2130706433",
        "0x7f000001",
        "[v1.x]".strip("[]"),
        "%6cocalhost",
    ],
)
def test_any_other_name_is_not(host: str) -> None:
    with pytest.raises(WrongHost, match="does not answer to the name") as refused:
        ask(host)
    assert host in refused.value.description


@pytest.mark.parametrize(
    "host",
    [
        "",
        ":80",
        "local host",
        "localhost:http",
        "localhost:-1",
        "localhost:65536",
        "localhost:000080",
        "me@localhost",
        "localhost/",
        "localhost?",
        "localhost#",
        "localhost\\",
        "[::1",
        "::1",
        "[::1]x",
        "localhost:80:80",
        "localhost\n",
        "caf\xe9",
        "localhost:٨٠",
    ],
)
def test_what_is_no_name_is_a_bad_request(host: str) -> None:
    with pytest.raises(BadInput, match="no valid name") as refused:
        ask(host)
    assert refused.value.status == 400


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_is_open_to_every_origin(method: str) -> None:
    ask("localhost", method, Origin="http://evil.example")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "QUERY"])
def test_writing_is_not(method: str) -> None:
    with pytest.raises(Refused):
        ask("localhost", method, Origin="http://evil.example")


@pytest.mark.parametrize(
    ("host", "headers"),
    [
        ("localhost:8080", {"Origin": "http://localhost:8080"}),
        ("localhost:8080", {"Origin": "http://LOCALHOST:8080", "Sec-Fetch-Site": "same-origin"}),
        ("localhost", {"Origin": "https://localhost"}),
        ("localhost", {"Sec-Fetch-Site": "none"}),
        ("localhost", {}),
        (None, {}),
    ],
)
def test_our_own_page_and_programs_may_write(host: str | None, headers: dict[str, str]) -> None:
    ask(host, "POST", **headers)


@pytest.mark.parametrize(
    ("host", "headers"),
    [
        ("localhost:8080", {"Origin": "http://localhost:8081"}),
        ("localhost", {"Origin": "http://localhost.evil.example"}),
        ("localhost", {"Origin": "null"}),
        ("localhost", {"Origin": "http://["}),
        ("localhost", {"Origin": "localhost"}),
        (None, {"Origin": "null"}),
        (None, {"Origin": "http://evil.example"}),
        ("localhost", {"Sec-Fetch-Site": "cross-site"}),
        ("localhost", {"Sec-Fetch-Site": "same-site"}),
        ("localhost", {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"}),
    ],
)
def test_a_page_of_elsewhere_may_not(host: str | None, headers: dict[str, str]) -> None:
    with pytest.raises(Refused, match="another site"):
        ask(host, "POST", **headers)


def test_the_name_that_was_won_on_the_network_is_ours_as_long_as_we_have_it() -> None:
    won = [{"den", "den-2.local"}]
    guard = Guard(NAMES, lambda: won[-1])

    def ask_by_name() -> None:
        environ = falcon.testing.create_environ(headers={"Host": "DEN-2.local:8080"})
        guard.process_request(falcon.Request(environ), falcon.Response())

    ask_by_name()
    won.append({"den", "den-3.local"})
    with pytest.raises(WrongHost):
        ask_by_name()
    won.append(set())
    with pytest.raises(WrongHost):
        ask_by_name()


def test_a_host_too_long_to_be_one_is_not_looked_at() -> None:
    with pytest.raises(BadInput, match="no valid name"):
        ask("a" * (LONGEST_HOST + 1))
    with pytest.raises(WrongHost):
        ask("a" * LONGEST_HOST)


def test_an_origin_too_long_to_be_ours_is_another_s() -> None:
    host = "a" * LONGEST_HOST
    with pytest.raises(Refused):
        Guard([host]).process_request(_post(host, f"http://{host}{'/' * 100}"), falcon.Response())
    Guard([host]).process_request(_post(host, f"http://{host}"), falcon.Response())


def _post(host: str, origin: str) -> falcon.Request:
    environ = falcon.testing.create_environ(method="POST", headers={"Origin": origin})
    environ["HTTP_HOST"] = host
    return falcon.Request(environ)
