"""tus 1.0: a file comes in as many requests as it takes, whatever happens meanwhile."""

from __future__ import annotations

import hashlib
import random
import threading
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import RunningServer, eventually
from tests.server.uploader import Uploader, patching

DATA = random.Random(15).randbytes(700_000)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp("uploads") / "data"
    with RunningServer(data, "--max-file", "1") as running:
        yield running


@pytest.fixture
def ada(server: RunningServer) -> Uploader:
    return Uploader(server)


def test_what_comes_in_pieces_is_the_file_that_was_sent(ada: Uploader) -> None:
    id_ = ada.begun(len(DATA), "blatt ä.bin")
    for at in range(0, len(DATA), 300_000):
        heard = ada.patch(id_, at, DATA[at : at + 300_000])
        assert (heard.status, heard.offset) == (204, min(at + 300_000, len(DATA)))
        assert heard.headers["Tus-Resumable"] == "1.0.0"
    entry = ada.say(id_, message="")
    assert entry["files"] == [
        {
            "id": id_,
            "name": "blatt ä.bin",
            "type": "application/octet-stream",
            "size": len(DATA),
        }
    ]
    assert entry["message"] == ""
    assert ada.read(id_).body == DATA


def test_where_it_ends_is_told_to_who_asks(ada: Uploader) -> None:
    id_ = ada.begun(len(DATA), "name.txt")
    ada.patch(id_, 0, DATA[:1_000])
    heard = ada.head(id_)
    assert (heard.status, heard.offset) == (200, 1_000)
    assert heard.headers["Upload-Length"] == str(len(DATA))
    assert heard.headers["Upload-Metadata"] == f"filename {b64encode(b'name.txt').decode()}"
    assert heard.headers["Cache-Control"] == "no-store"
    assert heard.headers["Upload-Expires"].endswith(" GMT")


def test_a_server_says_what_it_knows_of_tus(ada: Uploader) -> None:
    heard = ada.ask("OPTIONS", "/uploads")
    assert heard.headers["Tus-Version"] == "1.0.0"
    assert heard.headers["Tus-Max-Size"] == str(1024**2)
    assert {"creation", "termination"} <= set(heard.headers["Tus-Extension"].split(","))


def test_a_connection_that_is_cut_leaves_what_came(ada: Uploader) -> None:
    id_ = ada.begun(len(DATA))
    headers = {name.replace("_", "-"): value for name, value in patching(0).items()}
    line = ada.begin("PATCH", f"/uploads/{id_}", {**headers, "Content-Length": str(len(DATA))})
    line.send(DATA[:500_000])
    line.close()
    half = ada.server.data / "files" / "half" / id_
    eventually(lambda: half.stat().st_size, lambda size: size == 500_000)
    at = ada.head(id_).offset
    assert at == 500_000
    assert ada.patch(id_, at, DATA[at:]).offset == len(DATA)
    ada.say(id_)
    assert ada.read(id_).body == DATA


def test_who_comes_later_goes_on_and_puts_out_the_one_that_hangs(ada: Uploader) -> None:
    id_ = ada.begun(len(DATA))
    headers = {name.replace("_", "-"): value for name, value in patching(0).items()}
    hanging = ada.begin("PATCH", f"/uploads/{id_}", {**headers, "Content-Length": str(len(DATA))})
    hanging.send(DATA[:300_000])  # Less is looked at when more comes, or time is over.
    half = ada.server.data / "files" / "half" / id_
    eventually(lambda: half.stat().st_size)
    at = ada.head(id_).offset
    assert ada.patch(id_, at, DATA[at:]).offset == len(DATA)
    hanging.send(bytes(len(DATA) - 300_000))
    late = ada.heard(hanging)
    assert (late.status, late.code) == (409, "upload-overtaken")
    ada.say(id_)
    assert ada.read(id_).body == DATA


def test_it_goes_on_after_the_server_was_killed(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data") as server:
        ada = Uploader(server)
        id_, whole = ada.begun(len(DATA)), ada.put(b"whole")
        ada.patch(id_, 0, DATA[:400_000])
        server.kill()
        server.start()
        assert ada.head(id_).offset == 400_000
        assert ada.patch(id_, 400_000, DATA[400_000:]).offset == len(DATA)
        ada.say(id_, whole)
        assert hashlib.sha256(ada.read(id_).body).digest() == hashlib.sha256(DATA).digest()


def test_of_which_all_came_before_the_server_was_killed_it_is_sent_all_the_same(
    tmp_path: Path,
) -> None:
    with RunningServer(tmp_path / "data") as server:
        ada = Uploader(server)
        id_ = ada.begun(6)
        ada.patch(id_, 0, b"one")
        server.kill()
        half = server.data / "files" / "half" / id_
        half.write_bytes(b"onetwo")  # as if the rest had come, and nobody had looked at it yet
        server.start()
        assert ada.head(id_).offset == 6
        ada.say(id_)
        assert ada.read(id_).body == b"onetwo"


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Upload_Offset": "7"}, 409, "upload-offset"),
        ({"Upload_Offset": ""}, 400, "upload-offset-missing"),
        ({"Upload_Offset": "x"}, 400, "upload-offset-missing"),
        ({"Content_Type": "text/plain"}, 415, "upload-kind"),
        ({"Tus_Resumable": "0.2.2"}, 412, "upload-version"),
        ({"Upload_Checksum": "sha1 %%%"}, 400, "upload-metadata"),
        ({"Upload_Checksum": "crc32 AAAA"}, 400, "upload-checksum-kind"),
        ({"Upload_Checksum": f"sha1 {b64encode(bytes(20)).decode()}"}, 460, "upload-checksum"),
    ],
)
def test_a_piece_that_is_none_of_it_changes_nothing(
    ada: Uploader, headers: dict[str, str], status: int, code: str
) -> None:
    id_ = ada.begun(10)
    heard = ada.ask("PATCH", f"/uploads/{id_}", b"12345", **{**patching(0), **headers})
    assert (heard.status, heard.code) == (status, code)
    assert heard.headers["Tus-Resumable"] == "1.0.0"
    assert ada.head(id_).offset == 0


def test_a_piece_with_its_checksum_is_taken(ada: Uploader) -> None:
    id_ = ada.begun(5)
    digest = b64encode(hashlib.sha1(b"12345").digest()).decode()
    assert ada.patch(id_, 0, b"12345", Upload_Checksum=f"sha1 {digest}").offset == 5


def test_no_more_comes_than_was_said(ada: Uploader) -> None:
    id_ = ada.begun(5)
    heard = ada.patch(id_, 0, b"123456")
    assert (heard.status, heard.code) == (413, "upload-too-long")
    assert ada.head(id_).offset == 0


def test_what_is_too_large_is_refused_before_it_is_sent(ada: Uploader) -> None:
    heard = ada.upload(1024**2 + 1, "film.mp4")
    assert (heard.status, heard.code) == (413, "file-too-large")
    assert heard.json["values"] == {"name": "film.mp4", "megabytes": 2, "most": 1}
    assert "film.mp4" in heard.json["description"]


@pytest.mark.parametrize("length", ["", "-1", "x", "1" * 30])
def test_a_length_is_a_number(ada: Uploader, length: str) -> None:
    heard = ada.ask("POST", "/uploads", b"", Tus_Resumable="1.0.0", Upload_Length=length)
    assert (heard.status, heard.code) == (400, "upload-length")


def test_a_file_of_nothing_is_whole_at_once(ada: Uploader) -> None:
    id_ = ada.begun(0)
    assert ada.say(id_)["files"][0]["size"] == 0
    assert ada.read(id_).body == b""


def test_what_is_taken_back_is_gone_and_what_was_sent_stays(ada: Uploader) -> None:
    half, whole, sent = ada.begun(9), ada.put(b"taken back"), ada.put(b"it was sent")
    ada.patch(half, 0, b"half")
    ada.say(sent)
    for id_, status in ((half, 204), (whole, 204), (sent, 404)):
        heard = ada.ask("DELETE", f"/uploads/{id_}", Tus_Resumable="1.0.0")
        assert heard.status == status
        assert ada.head(id_).status == 404
    assert ada.read(sent).body == b"it was sent"
    assert not (ada.server.data / "files" / "half" / half).exists()


def test_what_has_not_come_as_a_whole_is_not_sent(ada: Uploader) -> None:
    id_ = ada.begun(9, "half.txt")
    ada.patch(id_, 0, b"half")
    body = f'{{"message": "see", "files": ["{id_}"]}}'.encode()
    heard = ada.ask("POST", "/pub", body, Content_Type="application/json")
    assert (heard.status, heard.code) == (409, "file-unfinished")
    assert heard.json["values"] == {"name": "half.txt"}


@pytest.mark.parametrize(
    ("files", "status", "code"),
    [
        ('["x"]', 404, "file-unknown"),
        (f'["{"0" * 32}"]', 404, "file-unknown"),
        ("[1]", 400, "files-not-ids"),
        ("{}", 400, "files-not-ids"),
        (str([f"{number:032x}" for number in range(21)]).replace("'", '"'), 400, "files-many"),
        ("[]", 400, "message-empty"),
    ],
)
def test_what_is_no_file_is_not_sent(ada: Uploader, files: str, status: int, code: str) -> None:
    body = f'{{"files": {files}}}'.encode()
    heard = ada.ask("POST", "/pub", body, Content_Type="application/json")
    assert (heard.status, heard.code) == (status, code)


def test_the_same_under_the_same_key_is_one_message(ada: Uploader) -> None:
    id_ = ada.put(b"once")
    fields = {"message": "", "files": [id_], "key": "k"}
    first, again = ada.do("POST", "/pub", **fields), ada.do("POST", "/pub", **fields)
    assert first == again


def test_words_go_on_while_a_file_comes(ada: Uploader) -> None:
    id_ = ada.begun(len(DATA))
    headers = {name.replace("_", "-"): value for name, value in patching(0).items()}
    line = ada.begin("PATCH", f"/uploads/{id_}", {**headers, "Content-Length": str(len(DATA))})
    done = threading.Event()
    try:
        for at in range(0, 500_000, 50_000):
            line.send(DATA[at : at + 50_000])
            assert ada.server.post("meanwhile")["status"] == "sent"
        done.set()
    finally:
        line.close()
    assert done.is_set()
