"""What the setting means."""

from __future__ import annotations

import pytest

from appliance.host.public_url import PublicUrl


@pytest.mark.parametrize(
    ("setting", "public"),
    [
        ("", ("", "", "/")),
        ("https://chat.example", ("https://chat.example/", "chat.example", "/")),
        ("https://chat.example/", ("https://chat.example/", "chat.example", "/")),
        ("http://Box:8080/chat", ("http://Box:8080/chat/", "box", "/chat/")),
        ("https://box/our/chat/", ("https://box/our/chat/", "box", "/our/chat/")),
        ("https://h/café", ("https://h/caf%C3%A9/", "h", "/caf%C3%A9/")),
        ("https://h/caf%C3%A9/", ("https://h/caf%C3%A9/", "h", "/caf%C3%A9/")),
        ("https://h//our/./x/../chat//", ("https://h/our/chat/", "h", "/our/chat/")),
        ("https://h/%2E/%2e%2e/a%2Fb", ("https://h/a%2Fb/", "h", "/a%2Fb/")),
        ("http://[fd00::1]:8080/", ("http://[fd00::1]:8080/", "fd00::1", "/")),
    ],
)
def test_it_has_an_address_a_host_and_a_path(setting: str, public: tuple[str, str, str]) -> None:
    assert PublicUrl.of(setting) == public
