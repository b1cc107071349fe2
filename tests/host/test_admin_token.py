"""The token in the data folder."""

from __future__ import annotations

import stat
import time
from pathlib import Path

import pytest

from appliance.errors import Starting
from appliance.host.admin_token import NAME, admin_token, known, link, passing_link
from appliance.web.access.admin_code import Codes
from tests.disk import fill


def test_it_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    token, fresh = admin_token(tmp_path)
    assert fresh
    assert len(token) == 32
    int(token, 16)
    assert admin_token(tmp_path) == (token, False)
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_each_chat_has_its_own(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    assert admin_token(tmp_path / "one").text != admin_token(tmp_path / "two").text


@pytest.mark.parametrize("content", [b"", b"guess\n", b"\xff" * 32, b"A" * 32])
def test_a_file_that_holds_none_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(Starting, match=r"admin\.token.*Delete it"):
        admin_token(tmp_path)
    with pytest.raises(Starting, match=r"admin\.token"):
        known(tmp_path)
    assert (tmp_path / NAME).read_bytes() == content


def test_the_link_holds_it_and_a_passing_one_only_what_it_makes(tmp_path: Path) -> None:
    url = "http://127.0.0.1:8080/"
    assert passing_link(url, tmp_path) == url
    token = admin_token(tmp_path).text
    assert known(tmp_path) == token
    assert link(url, token) == f"{url}admin?token={token}"
    passing = passing_link(url, tmp_path)
    assert token not in passing
    assert Codes(token).take(passing.partition("admin?code=")[2], time.time())
    (tmp_path / NAME).write_text("no token")
    assert passing_link(url, tmp_path) == url


def test_on_a_full_disk_there_is_one_for_this_run(small_disk: Path) -> None:
    fill(small_disk / "filler")
    token = admin_token(small_disk)
    assert len(token.text) == 32
    assert not (small_disk / NAME).exists()
