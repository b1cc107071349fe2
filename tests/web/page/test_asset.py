"""A file as it is sent: whole, packed, or only the word that one has it."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Final

import falcon
import falcon.testing
import pytest

from appliance.web.page.asset import KEPT, Asset
from tests.running import ROOT

SCRIPT: Final = Asset(b"let a = 1;\n" * 100, "text/javascript; charset=utf-8")
PICTURE: Final = Asset(b"\x89PNG" * 100, "image/png")


def ask(asset: Asset, **headers: str) -> falcon.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = falcon.Request(falcon.testing.create_environ(headers=named))
    answer = falcon.Response()
    asset.send(request, answer, KEPT)
    return answer


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br;q=1.0, GZIP;q=0.2", True),
        ("deflate, gzip ;q=1", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
        ("x-gzipped", False),
        ("identity", False),
        ("*", False),
        ("", False),
    ],
)
def test_it_is_packed_for_who_says_that_it_may_be(accepted: str, packed: bool) -> None:
    answer = ask(SCRIPT, Accept_Encoding=accepted)
    assert (answer.get_header("Content-Encoding") == "gzip") is packed
    sent = answer.data or b""
    assert (gzip.decompress(sent) if packed else sent) == SCRIPT.data
    assert answer.get_header("Vary") == "Accept-Encoding"


def test_what_would_not_get_smaller_is_sent_as_it_is() -> None:
    tiny = Asset(b"a", "text/css")
    for asset in (PICTURE, tiny):
        answer = ask(asset, Accept_Encoding="gzip")
        assert (answer.data, answer.get_header("Content-Encoding")) == (asset.data, None)


@pytest.mark.parametrize("accepted", ["", "gzip"])
@pytest.mark.parametrize("known", ["*", '"{}"', 'W/"{}"', '"x", "{}-gzip"'])
def test_who_has_it_in_either_form_is_told_so(accepted: str, known: str) -> None:
    answer = ask(SCRIPT, Accept_Encoding=accepted, If_None_Match=known.format(SCRIPT.tag))
    assert (answer.status, answer.data) == (falcon.HTTP_304, None)
    assert answer.get_header("Content-Encoding") is None
    assert answer.get_header("Cache-Control") == KEPT


def test_who_has_another_is_sent_this_one() -> None:
    assert ask(SCRIPT, If_None_Match=f'"{PICTURE.tag}"').data == SCRIPT.data


def test_the_type_of_each_file_of_the_page_is_known() -> None:
    for path in (ROOT / "ui").rglob("*"):
        if path.is_file():
            assert Asset.read(path).type != "application/octet-stream", path


def test_a_file_of_no_known_type_is_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_bytes(b"MZ")
    assert Asset.read(tmp_path / "a.exe").type == "application/octet-stream"
