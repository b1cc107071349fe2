from pathlib import Path

import pytest

from appliance.cli.remote import address
from appliance.cli.remote.address import ChatAddress
from appliance.cli.terminal.exit import Usage
from appliance.errors import Starting
from appliance.host.kept_port import keep_port


@pytest.mark.parametrize(
    ("url", "parsed"),
    [
        ("http://chat.local:8080/", ChatAddress(False, "chat.local", 8080, "")),
        ("http://192.168.1.20", ChatAddress(False, "192.168.1.20", 80, "")),
        ("https://chat.local", ChatAddress(True, "chat.local", 443, "")),
        ("http://box/chat/", ChatAddress(False, "box", 80, "/chat")),
        ("http://[fd00::7]:8080/", ChatAddress(False, "fd00::7", 8080, "")),
        ("192.168.1.20:8080", ChatAddress(False, "192.168.1.20", 8080, "")),
        ("http://box:8080/?x=1#y", ChatAddress(False, "box", 8080, "")),
    ],
)
def test_addresses(url: str, parsed: ChatAddress) -> None:
    assert ChatAddress.parse(url) == parsed
    assert ChatAddress.parse(str(parsed)) == parsed


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "::",
        "http://host:port/",
        "http://host:99999/",
        "ftp://host/",
        "http://a b/",
        "http://host/\r\nX: y",
        "http://[::1/",
        "http://ada:secret@host/",
    ],
)
def test_what_is_no_address_is_told_without_obeying_it(url: str) -> None:
    with pytest.raises(Usage) as caught:
        ChatAddress.parse(url)
    assert "address" in caught.value.description
    assert "\r" not in caught.value.description


@pytest.mark.parametrize(
    ("environment", "option", "url"),
    [
        ({}, None, "http://127.0.0.1:8080/"),
        ({"CHAT_PORT": "81"}, None, "http://127.0.0.1:81/"),
        ({"CHAT_HOST": "::1"}, None, "http://[::1]:8080/"),
        ({"CHAT_URL": "http://box:7/", "CHAT_PORT": "81"}, None, "http://box:7/"),
        ({"CHAT_URL": "http://box:7/"}, "http://other:7/", "http://other:7/"),
        ({"CHAT_URL": ""}, None, "http://127.0.0.1:8080/"),
    ],
)
def test_the_option_then_the_environment_then_this_machine(
    environment: dict[str, str], option: str | None, url: str, tmp_path: object
) -> None:
    assert str(address.chosen(option, {"CHAT_DATA": str(tmp_path)} | environment)) == url


def test_any_free_port_cannot_be_guessed(tmp_path: object) -> None:
    with pytest.raises(Starting, match="--url"):
        address.chosen(None, {"CHAT_DATA": str(tmp_path), "CHAT_PORT": "0"})


def test_a_chat_that_is_not_there_is_looked_for_where_it_was(tmp_path: Path) -> None:
    keep_port(tmp_path, 8081)
    where = {"CHAT_DATA": str(tmp_path)}
    assert str(address.chosen(None, where)) == "http://127.0.0.1:8081/"
    assert str(address.chosen(None, where | {"CHAT_PORT": "9000"})) == "http://127.0.0.1:9000/"
