"""Files are sent in one request, read by those who may, and harmless wherever they are opened."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.conftest import unavailable
from tests.running import DEADLINE, RunningServer, eventually
from tests.server.pictures import picture
from tests.server.uploader import Heard, Uploader, form

DATA = random.Random(16).randbytes(300_000)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("files") / "data") as running:
        yield running


@pytest.fixture
def ada(server: RunningServer) -> Uploader:
    return Uploader(server)


def places(server: RunningServer) -> set[str]:
    """The contents that are kept."""
    return {path.name for path in (server.data / "files" / "whole").iterdir()}


def curl(*words: str) -> Any:
    if not shutil.which("curl"):
        unavailable("there is no curl here")
    done = subprocess.run(
        ["curl", "-sS", *words], capture_output=True, check=True, timeout=2 * DEADLINE
    )
    return json.loads(done.stdout)


def test_curl_sends_a_file_as_a_form_and_as_it_is(server: RunningServer, tmp_path: Path) -> None:
    path = tmp_path / "my notes ä.bin"
    path.write_bytes(DATA)
    said = curl(
        "-F",
        f"file=@{path}",
        "-F",
        "message=two of",
        "-F",
        f"file=@{path};filename=b.bin",
        f"{server.url}/files?room=lobby&nick=Curl",
    )
    assert (said["status"], said["room"]) == ("sent", "lobby")
    put = curl("-T", str(path), f"{server.url}/files/")
    raw = curl("--data-binary", f"@{path}", f"{server.url}/files?name=c.bin&room=side")
    first, second, third = (server.get(f"/messages/{answer['id']}") for answer in (said, put, raw))
    assert (first["nick"], first["message"]) == ("Curl", "two of")
    assert [file["name"] for file in first["files"]] == ["my notes ä.bin", "b.bin"]
    assert (second["room"], second["message"]) == ("lobby", "")
    assert second["files"][0]["name"] == "my notes ä.bin"
    assert (third["room"], third["files"][0]["name"]) == ("side", "c.bin")
    for file in (*first["files"], *second["files"], *third["files"]):
        assert Uploader(server, known=False).read(file["id"]).body == DATA


def test_without_a_room_it_is_kept_for_a_message(ada: Uploader) -> None:
    heard = ada.ask("POST", "/files?name=a.txt", b"words\n")
    assert heard.status == 201
    (file,) = heard.json["files"]
    assert file | {"id": ""} == {"id": "", "name": "a.txt", "type": file["type"], "size": 6}
    assert file["type"].startswith("text/plain")
    assert ada.read(file["id"]).status == 404
    assert ada.say(file["id"])["files"] == [file]
    assert ada.read(file["id"]).body == b"words\n"


def test_what_cannot_be_said_leaves_no_file(ada: Uploader) -> None:
    before = places(ada.server)
    body, kind = form(("file", "a.bin", b"left behind"), ("message", None, b"x" * 5_000))
    heard = ada.ask("POST", "/files?room=lobby", body, Content_Type=kind)
    assert heard.status == 413
    heard = ada.ask("POST", "/files?room=@nowhere&name=a", b"left behind")
    assert (heard.status, heard.code) == (404, "room-unknown")
    body, kind = form(("message", None, b"no file"))
    heard = ada.ask("POST", "/files?room=lobby", body, Content_Type=kind)
    assert (heard.status, heard.code) == (400, "form-without-file")
    heard = ada.ask("POST", "/files?room=lobby", body[:-9], Content_Type=kind)
    assert (heard.status, heard.code) == (400, "form-not-multipart")
    assert places(ada.server) == before
    assert list((ada.server.data / "files" / "half").iterdir()) == []


@pytest.mark.parametrize(
    ("wanted", "status", "begin", "end"),
    [
        ("bytes=0-0", 206, 0, 1),
        ("bytes=10-19", 206, 10, 20),
        ("bytes=299999-", 206, 299_999, 300_000),
        ("bytes=-5", 206, 299_995, 300_000),
        ("bytes=100-999999999", 206, 100, 300_000),
        ("bytes=0-", 200, 0, 300_000),
        ("bytes=9-3", 200, 0, 300_000),
        ("bytes=0-1,5-6", 200, 0, 300_000),
        ("lines=1-2", 200, 0, 300_000),
    ],
)
def test_parts_are_read(ada: Uploader, wanted: str, status: int, begin: int, end: int) -> None:
    id_ = ada.say(ada.put(DATA))["files"][0]["id"]
    heard = ada.read(id_, Range=wanted)
    assert (heard.status, heard.body) == (status, DATA[begin:end])
    told = heard.headers["Content-Range"]
    assert told == (f"bytes {begin}-{end - 1}/300000" if status == 206 else None)
    bare = ada.ask("HEAD", f"/files/{id_}", Range=wanted)
    assert (bare.status, bare.headers["Content-Length"]) == (status, str(end - begin))


@pytest.mark.parametrize("wanted", ["bytes=300000-", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(ada: Uploader, wanted: str) -> None:
    heard = ada.read(ada.say(ada.put(DATA))["files"][0]["id"], Range=wanted)
    assert (heard.status, heard.code) == (416, "file-range")
    assert heard.headers["Content-Range"] == "bytes */300000"


def test_who_has_it_already_is_not_sent_it_again(ada: Uploader) -> None:
    id_ = ada.say(ada.put(DATA))["files"][0]["id"]
    tag = ada.read(id_).headers["ETag"]
    heard = ada.read(id_, If_None_Match=tag)
    assert (heard.status, heard.body) == (304, b"")
    assert heard.headers["Cache-Control"] == "private, no-cache"
    assert ada.read(id_, Range="bytes=0-1", If_Range=tag).status == 206
    assert ada.read(id_, Range="bytes=0-1", If_Range='"other"').status == 200


HOSTILE = {
    "../../etc/passwd": "passwd",
    "a\r\nX-Evil: 1.txt": None,
    "evil\u202egpj.exe": None,
    "x" * 300 + ".pdf": None,
    "CON": None,
    'quote".txt': None,
    "back\\slash.txt": None,
    "emoji 😀.txt": "emoji 😀.txt",
    "": None,
    ".": None,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_shown_and_harmless(ada: Uploader, name: str) -> None:
    entry = ada.say(ada.put(b"words", name))
    shown = entry["files"][0]["name"]
    assert shown
    assert len(shown) <= 255
    assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", shown)
    told = ada.read(entry["files"][0]["id"]).headers["Content-Disposition"]
    assert told.isascii()
    assert told.startswith("attachment; ")
    any_letters = re.search(r"filename\*=UTF-8''([^;]+)", told)
    plain = any_letters or re.search(r'filename="([^"]*)"', told)
    assert plain is not None
    saved = unquote(plain[1])
    assert not re.search(r'[/\\\x00-\x1f"]', saved)
    assert 0 < len(saved.encode()) <= 255
    assert saved.upper() not in {"CON", "."}
    if HOSTILE[name]:
        assert saved == HOSTILE[name]
    if name.endswith(".pdf"):
        assert shown.endswith(".pdf")
        assert saved.endswith(".pdf")


@pytest.mark.parametrize(
    ("data", "name", "type_", "disposition"),
    [
        (picture(), "a.png", "image/png", "inline"),
        (picture(), "a.html", "image/png", "inline"),
        (b"<html><script>alert(1)</script>", "a.html", None, "attachment"),
        (b"<html><script>alert(1)</script>", "a.png", None, "attachment"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.svg", None, "attachment"),
        (b"%PDF-1.4\n%%EOF\n", "a.pdf", None, "attachment"),
        (DATA, "a.jpg", "application/octet-stream", "attachment"),
    ],
)
def test_it_is_what_its_bytes_are_and_runs_nowhere(
    ada: Uploader, data: bytes, name: str, type_: str | None, disposition: str
) -> None:
    entry = ada.say(ada.put(data, name))
    heard = ada.read(entry["files"][0]["id"])
    kind = heard.headers["Content-Type"]
    assert kind.partition(";")[0] == entry["files"][0]["type"].partition(";")[0]
    assert type_ in {None, kind}
    assert not re.match(r"text/html|image/svg|application/xhtml|.*javascript", kind)
    assert heard.headers["Content-Disposition"].startswith(disposition)
    assert heard.headers["X-Content-Type-Options"] == "nosniff"
    assert heard.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    saved = ada.ask("GET", f"/files/{entry['files'][0]['id']}?download")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    shown = ada.ask("GET", f"/files/{entry['files'][0]['id']}?show").headers
    assert shown["Content-Disposition"].startswith(
        "inline" if name.endswith(".pdf") else disposition
    )
    assert shown["Content-Security-Policy"] == heard.headers["Content-Security-Policy"]


def test_a_picture_has_its_size_and_nothing_that_nobody_sees(ada: Uploader) -> None:
    secret = b"taken at my home"
    cut, as_it_is = (
        ada.say(ada.put(picture(4, 7, secret), "a.png", **about))["files"][0]
        for about in ({}, {"original": "1"})
    )
    for file in (cut, as_it_is):
        assert (file["type"], file["width"], file["height"]) == ("image/png", 4, 7)
    assert ada.read(cut["id"]).body == picture(4, 7)
    assert cut["size"] == len(picture(4, 7))
    assert ada.read(as_it_is["id"]).body == picture(4, 7, secret)


def test_a_small_picture_comes_with_it(ada: Uploader) -> None:
    id_ = ada.begun(len(DATA), "film.bin", width="640", height="480")
    small = picture(8, 6, b"where it was")
    assert ada.ask("PUT", f"/files/{id_}/thumbnail", b"GIF89a").code == "thumbnail-not-a-picture"
    assert ada.ask("PUT", f"/files/{id_}/thumbnail", bytes(300_000)).code == "thumbnail-too-large"
    assert ada.ask("PUT", f"/files/{id_}/thumbnail", small).status == 200
    ada.patch(id_, 0, DATA)
    assert ada.ask("GET", f"/files/{id_}/thumbnail").status == 404
    (file,) = ada.say(id_)["files"]
    assert (file["thumbnail"], file["width"], file["height"]) == (True, 640, 480)
    heard = ada.ask("GET", f"/files/{id_}/thumbnail")
    assert heard.body == picture(8, 6)
    assert heard.headers["Content-Type"] == "image/png"
    assert heard.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert ada.ask("PUT", f"/files/{id_}/thumbnail", small).code == "file-unknown"


def test_a_file_of_a_private_room_is_worth_nothing_to_others(ada: Uploader) -> None:
    room = ada.do("POST", "/rooms", name="Ours", private=True, nick="Ada")["room"]
    id_ = ada.say(ada.put(DATA), room=room)["files"][0]["id"]
    ben, nobody = Uploader(ada.server), Uploader(ada.server, known=False)
    assert ada.read(id_).body == DATA
    unknown = ben.read("0" * 32)
    for other in (ben, nobody):
        assert other.read(id_).body == unknown.body
        assert other.ask("GET", f"/files/{id_}/thumbnail").body == unknown.body
    sent_on = json.dumps({"message": "see", "files": [id_]}).encode()
    heard = ben.ask("POST", "/pub", sent_on, Content_Type="application/json")
    assert (heard.status, heard.body) == (404, unknown.body)
    ada.do("PUT", f"/rooms/{room}/members/{ben.member}")
    assert ben.read(id_).body == DATA
    ada.do("DELETE", f"/rooms/{room}/members/{ben.member}")
    assert ben.read(id_).status == 404


def test_who_can_read_a_file_can_send_it_on_and_it_stays_as_long_as_one_has_it(
    ada: Uploader,
) -> None:
    before = places(ada.server)
    first = ada.say(ada.put(os.urandom(1_000)))
    id_ = first["files"][0]["id"]
    ben = Uploader(ada.server)
    second = ben.say(id_, room="side")
    assert second["files"] == first["files"]
    assert len(places(ada.server) - before) == 1
    ada.do("DELETE", f"/messages/{first['id']}")
    assert "files" not in ada.do_get(f"/messages/{first['id']}")
    assert ben.read(id_).status == 200
    ben.do("DELETE", f"/messages/{second['id']}")
    assert ben.read(id_).status == 404
    assert places(ada.server) == before


def test_each_content_is_kept_once_and_nobody_is_told(ada: Uploader) -> None:
    before = places(ada.server)
    data, ben = os.urandom(1_000), Uploader(ada.server)
    entries = [who.say(who.put(data)) for who in (ada, ben)]
    assert entries[0]["files"][0]["id"] != entries[1]["files"][0]["id"]
    assert len(places(ada.server) - before) == 1
    assert ben.do_get("/storage")["you"]["bytes"] == 1_000
    ada.do("DELETE", f"/messages/{entries[0]['id']}")
    assert ben.read(entries[1]["files"][0]["id"]).body == data


def test_what_is_sent_again_under_its_key_is_there_once(ada: Uploader) -> None:
    before, nobody = places(ada.server), Uploader(ada.server, known=False)
    once = os.urandom(1_000)

    def sent(who: Uploader, data: bytes, **fields: str) -> Heard:
        parts = [(name, None, value.encode()) for name, value in fields.items()]
        body, kind = form(*parts, ("file", "a.bin", data), ("file", "b.bin", data))
        return who.ask("POST", "/files", body, Content_Type=kind)

    for who in (ada, nobody):
        said = {"key": "once", "room": "keyed", "nick": "Keyed", "message": "two of them"}
        first, again = (sent(who, once, **said) for _ in range(2))
        assert first.status == again.status == 200
        assert first.json == again.json
        assert len({file["id"] for file in first.json["files"]}) == 2
        assert who.do_get(f"/messages/{first.json['id']}")["files"] == first.json["files"]
    assert len(ada.server.log("keyed")) == 2
    assert len(places(ada.server) - before) == 1
    heard = sent(ada, b"other", **said)
    assert (heard.status, heard.code) == (409, "key-taken")
    assert len(places(ada.server) - before) == 1  # and nothing of it is left
    raw = [ada.ask("PUT", "/files/c.bin?key=put&room=keyed", once).json for _ in range(2)]
    assert raw[0] == raw[1]
    kept = [ada.ask("POST", "/files?name=d.bin&key=kept", once) for _ in range(2)]
    assert [heard.status for heard in kept] == [201, 201]
    assert kept[0].json == kept[1].json
    ada.say(kept[0].json["files"][0]["id"], room="keyed")
    assert ada.ask("POST", "/files?name=a&key=%C3%A4", b"words").code == "key-not-ascii"


def test_what_was_taken_back_is_not_sent_again_under_its_key(ada: Uploader) -> None:
    gone = os.urandom(1_000)

    def sent(first: bytes) -> Heard:
        parts = ("file", "a.bin", first), ("file", "b.bin", gone)
        body, kind = form(("key", None, b"gone"), ("room", None, b"keyed"), *parts)
        return ada.ask("POST", "/files", body, Content_Type=kind)

    ada.do("DELETE", f"/messages/{sent(gone).json['id']}")
    before = places(ada.server)
    heard = sent(os.urandom(1_000))
    assert (heard.status, heard.code) == (409, "key-taken")
    assert not places(ada.server) - before  # nor is what came for the first time


def test_a_file_that_cannot_be_cut_for_sure_says_so(ada: Uploader) -> None:
    whole = picture(8, 6, b"where it was")
    (cut,) = ada.say(ada.put(whole[:20], "cut.png"))["files"]
    assert (cut["type"], cut["unsure"]) == ("application/octet-stream", True)
    for sure in (ada.put(whole, "whole.png"), ada.put(whole[:20], "cut.png", original="1")):
        assert "unsure" not in ada.say(sure)["files"][0]


def test_the_host_is_told_what_takes_the_space(ada: Uploader) -> None:
    entry = ada.say(ada.put(os.urandom(2_000)), room="large")
    ada.say(entry["files"][0]["id"], room="large")
    private = ada.do("POST", "/rooms", name="Ours", private=True, nick="Ada")["room"]
    ada.say(entry["files"][0]["id"], room=private)
    half = ada.begun(500)
    ada.patch(half, 0, bytes(100))
    mine = ada.do_get("/storage")
    assert mine == {
        "file": 4 * 1024**3,
        "you": {"bytes": 2_100, "most": 10 * 1024**3},
    }
    host = Uploader(ada.server).hosting()
    told = host.do_get("/storage")
    kept = sum(path.stat().st_size for path in (ada.server.data / "files").glob("*/*"))
    assert told["all"]["bytes"] == kept
    assert told["all"]["uploads"] >= 1
    assert {"member": ada.member, "bytes": 2_000, "files": 1} in told["people"]
    assert told["disk"]["kept"] >= 1024**3
    assert {"room": "large", "bytes": 2_000, "files": 1} in told["rooms"]
    assert private not in str(told)
    ada.say(ada.put(os.urandom(500)), room=private)
    ada.do("DELETE", f"/messages/{entry['id']}")
    ada.do("PUT", f"/rooms/{private}/members/{host.member}")
    inside = host.do_get("/storage")
    held = {share["room"]: share["bytes"] for share in inside["rooms"]}
    assert held["large"] == 2_000  # another message there has it still
    assert held[private] == 2_500
    assert told["other_rooms"]["bytes"] - inside["other_rooms"]["bytes"] == 2_000


def test_pages_know_the_limits_before_anything_is_sent(ada: Uploader) -> None:
    limits = ada.do_get("/about")["limits"]
    assert (limits["file"], limits["files"]) == (4 * 1024**3, 20)


def test_who_is_muted_sends_no_file(ada: Uploader) -> None:
    member, host = ada.member, Uploader(ada.server).hosting()
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    host.do("PUT", f"/members/{member}", muted_until=tomorrow.isoformat())
    assert ada.upload(5).code == "muted"
    assert ada.ask("POST", "/files?name=a", b"words").code == "muted"


def test_a_download_that_is_given_up_leaves_nothing_open(ada: Uploader) -> None:
    id_ = ada.say(ada.put(os.urandom(8_000_000)))["files"][0]["id"]
    fds = Path(f"/proc/{ada.server.pid}/fd")

    def held() -> list[str]:
        return [one for one in map(os.path.realpath, fds.iterdir()) if "/files/" in str(one)]

    line = ada.begin("GET", f"/files/{id_}", {})
    assert line.sock.recv(1_000)
    line.close()
    eventually(held, lambda left: not left)


def test_other_sites_pages_send_nothing(ada: Uploader) -> None:
    for method, path in (("POST", "/files?room=lobby"), ("PUT", "/files/x"), ("POST", "/uploads")):
        heard = ada.ask(method, path, b"words", Origin="http://evil.example")
        assert (heard.status, heard.code) == (403, "foreign-page")
