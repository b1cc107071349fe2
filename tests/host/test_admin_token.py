"""The token in the data folder."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from appliance.errors import Starting
from appliance.host.admin_token import NAME, admin_token, link


def test_it_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    token = admin_token(tmp_path)
    assert len(token) == 32
    int(token, 16)
    assert admin_token(tmp_path) == token
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_each_chat_has_its_own(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    assert admin_token(tmp_path / "one") != admin_token(tmp_path / "two")


@pytest.mark.parametrize("content", [b"", b"guess\n", b"\xff" * 32, b"A" * 32])
def test_a_file_that_holds_none_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(Starting, match=r"admin\.token.*Delete it"):
        admin_token(tmp_path)
    assert (tmp_path / NAME).read_bytes() == content


def test_the_link_holds_it_and_without_it_is_the_address(tmp_path: Path) -> None:
    url = "http://127.0.0.1:8080/"
    assert link(url, tmp_path) == url
    token = admin_token(tmp_path)
    assert link(url, tmp_path) == f"{url}admin?token={token}"
    (tmp_path / NAME).write_text("no token")
    assert link(url, tmp_path) == url
