"""The switch between everyone on this network and this computer only, on a network of its own."""

from __future__ import annotations

import json
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from appliance.feed.sqlite.database import engine
from appliance.web.access import admin_code
from tests.running import SOON, RunningServer, eventually
from tests.server.raw import Answer, RawClient, get, poll, post
from tests.server.strait import DEVICE, SERVER, Strait, home_server, strait
from tests.server.talker import Talker
from tests.web.test_openapi import put

Connect = Callable[[], RawClient]


@pytest.fixture(scope="module")
def network() -> Iterator[Strait]:
    with strait() as made:
        yield made


class Site:
    """A server, this computer (`here`) and another device (`there`), each with connections."""

    def __init__(self, network: Strait, running: RunningServer, opened: ExitStack) -> None:
        self.network = network
        self.server = running
        self._opened = opened

    def here(self, host: str = "127.0.0.1") -> RawClient:
        made = self.network.home.open_socket
        return self._opened.enter_context(RawClient(self.server.port, host=host, made=made))

    def there(self) -> RawClient:
        made = self.network.away.open_socket
        return self._opened.enter_context(RawClient(self.server.port, host=SERVER, made=made))

    def cookie(self) -> str:
        token = (self.server.data / "admin.token").read_text().strip()
        return admin_cookie(self.here().ask(get(f"/admin?token={token}")))

    def share(self, shared: bool, by: RawClient | None = None) -> Answer:
        asker = by or self.here()
        return asker.ask(put(json.dumps({"shared": shared}).encode(), self.cookie()))

    def invite(self, by: RawClient | None = None) -> Any:
        return (by or self.here()).ask(get("/invite")).json


def admin_cookie(answer: Answer) -> str:
    assert answer.status == 303, answer
    return "Cookie: " + answer.headers["set-cookie"].partition(";")[0]


@pytest.fixture
def site(network: Strait, tmp_path: Path) -> Iterator[Site]:
    with home_server(network.home, tmp_path / "data") as running, ExitStack() as opened:
        yield Site(network, running, opened)
        assert running.stop() == 0
    assert "Traceback" not in running.errors.read_text()


def parked(site: Site, *clients: RawClient) -> None:
    """Have the clients wait for what is said in the lobby."""
    before = polls(site)
    for client in clients:
        client.send(poll(0))
    eventually(lambda: polls(site), lambda now: now == before + len(clients))


def polls(site: Site) -> int:
    lines = site.here().ask(get("/metrics")).body.decode().splitlines()
    return next(int(float(line.split()[1])) for line in lines if line.startswith("chat_polls_par"))


def test_other_devices_are_cut_and_refused_and_join_again(site: Site) -> None:
    device = site.there()
    parked(site, device)
    idle = site.there()
    assert idle.ask(get("/healthz")).status == 200
    assert site.share(False).json["shared"] is False
    assert device.ended()
    assert idle.ended()
    with pytest.raises(ConnectionRefusedError):
        site.there()
    assert site.share(True).json["shared"] is True
    again = site.there()
    parked(site, again)
    assert site.here().ask(post(b"message=back")).status == 200
    assert again.answer().messages == ["back"]


def test_polls_of_this_computer_stay_parked_through_the_switch(site: Site) -> None:
    readers = [site.here(), site.here(), site.here(SERVER)]
    parked(site, *readers)
    site.share(False)
    site.share(True)
    site.share(False)
    assert all(reader.silent() for reader in readers)
    assert polls(site) == len(readers)
    assert site.here().ask(post(b"message=still+here")).status == 200
    assert [reader.answer().messages for reader in readers] == [["still here"]] * len(readers)


def test_nobody_on_this_computer_notices_the_switch(site: Site) -> None:
    port, made = site.server.port, site.network.home.open_socket
    with Talker(port, "steady", made=made) as talker, Newcomers(site) as newcomers:
        talker.is_heard()
        for number in range(10):
            assert site.share(bool(number % 2)).status == 200
        talker.is_heard()
        newcomers.is_heard()
    log = site.here().ask(get("/rooms/newcomers/messages?limit=500")).json["messages"]
    assert [entry["id"] for entry in log][-newcomers.rounds :] == newcomers.ids[-len(log) :]


class Newcomers(Talker):
    """Somebody who opens a connection for each message: the ones a closed door would hit."""

    def __init__(self, site: Site) -> None:
        super().__init__(site.server.port, made=site.network.home.open_socket)
        self.ids: list[int] = []

    def _talk(self) -> None:
        try:
            while not self._stopped.is_set():
                with self._connected() as client:
                    said = client.ask(post(b"message=hello&room=newcomers"))
                assert said.status == 200, said
                self.ids.append(said.json["id"])
                self.rounds += 1
        except (AssertionError, OSError) as error:
            self.trouble.append(repr(error))


def test_the_admin_on_another_device_is_answered_and_then_cut(site: Site) -> None:
    device = site.there()
    answer = site.share(False, by=device)
    assert (answer.status, answer.json["shared"], answer.closes) == (200, False, True)
    assert device.ended()
    with pytest.raises(ConnectionRefusedError):
        site.there()


def test_it_is_remembered_until_it_is_changed(site: Site) -> None:
    site.share(False)
    assert site.server.stop() == 0
    site.server.start()
    with pytest.raises(ConnectionRefusedError):
        site.there()
    told = site.invite()
    assert (told["shared"], told["since"]) == (False, None)
    assert [one["kind"] for one in told["addresses"]] == ["here"]
    site.share(True)
    assert site.server.stop() == 0
    site.server.start()
    assert site.there().ask(get("/healthz")).status == 200


def test_a_chosen_host_wins_over_what_is_remembered(network: Strait, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with home_server(network.home, data) as running, ExitStack() as opened:
        Site(network, running, opened).share(False)
        assert running.stop() == 0
    with (
        home_server(network.home, data, "--host", "0.0.0.0") as running,
        ExitStack() as opened,
    ):
        site = Site(network, running, opened)
        assert site.there().ask(get("/healthz")).status == 200
        assert site.share(False).json["shared"] is False
        assert site.share(True).json["shared"] is True
        assert site.there().ask(get("/healthz")).status == 200


def test_a_chosen_loopback_address_cannot_be_switched(server: RunningServer) -> None:
    token = (server.data / "admin.token").read_text().strip()
    with RawClient(server.port) as client:
        cookie = admin_cookie(client.ask(get(f"/admin?token={token}")))
        assert client.ask(get("/invite", cookie)).json["shared"] is False
        answer = client.ask(put(b'{"shared": true}', cookie))
        assert answer.status == 409
        assert "started with --host 127.0.0.1" in answer.json["description"]
        assert client.ask(get("/invite")).json["shared"] is False


def test_a_port_taken_meanwhile_leaves_everything_as_it_was(site: Site) -> None:
    site.share(False)
    with site.network.home.open_socket() as squatter:
        squatter.bind((SERVER, site.server.port))
        squatter.listen()
        answer = site.share(True)
        assert answer.status == 409
        assert "is taken by another program" in answer.json["description"]
        assert site.invite()["shared"] is False
    assert site.share(True).status == 200
    assert site.there().ask(get("/healthz")).status == 200


def test_it_counts_who_got_through(site: Site) -> None:
    assert site.invite()["reached"] == {"devices": 0, "connected": 0, "last": None}
    assert site.here(SERVER).ask(get("/healthz")).status == 200
    silent = site.there()
    wrong = site.there()
    assert wrong.ask(b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n").status == 421
    assert site.invite()["reached"]["devices"] == 0
    device = site.there()
    assert device.ask(get("/about")).status == 200
    told = site.invite()["reached"]
    assert (told["devices"], told["connected"]) == (1, 1)
    assert told["last"] >= site.invite()["since"]
    for client in (silent, wrong, device):
        client.close()
    gone = eventually(lambda: site.invite()["reached"], lambda now: now["connected"] == 0)
    assert gone["devices"] == 1
    site.share(False)
    assert site.share(True).json["reached"] == {"devices": 0, "connected": 0, "last": None}
    assert DEVICE not in json.dumps(site.invite())


def test_the_addresses_are_those_of_the_moment(site: Site) -> None:
    def listed() -> list[str]:
        return [one["url"] for one in site.invite()["addresses"]]

    port = site.server.port
    assert f"http://{SERVER}:{port}/" in listed()
    home = site.network.home
    home.ip("address", "add", "198.51.100.77/24", "dev", "eth7")
    try:
        eventually(listed, lambda urls: f"http://198.51.100.77:{port}/" in urls)
    finally:
        home.ip("address", "delete", "198.51.100.77/24", "dev", "eth7")
    eventually(listed, lambda urls: f"http://198.51.100.77:{port}/" not in urls)
    assert len(set(listed())) == len(listed())
    assert site.here().ask(get("/about")).json["addresses"] == listed()


def waited(state: str, seconds: int = 50) -> bytes:
    """The question that is answered once the invitation is not as in `state`."""
    return get(f"/invite?state={state}&wait={seconds}")


def test_who_waits_for_other_addresses_is_told_when_they_are(site: Site) -> None:
    client, another = site.here(), site.here()
    state = site.invite()["state"]
    client.send(waited(state))
    another.send(waited(state))
    home = site.network.home
    home.ip("address", "add", "198.51.100.77/24", "dev", "eth7")
    try:
        told = client.answer().json
        assert f"http://198.51.100.77:{site.server.port}/" in [
            one["url"] for one in told["addresses"]
        ]
        assert another.answer().json["state"] == told["state"] != state
    finally:
        home.ip("address", "delete", "198.51.100.77/24", "dev", "eth7")


def test_who_waits_is_told_of_the_switch_and_only_on_this_computer(site: Site) -> None:
    client, there = site.here(), site.there()
    state = site.invite()["state"]
    assert there.ask(waited(state)).json["state"] == state, "answered at once"
    client.send(waited(state))
    site.share(False)
    assert client.answer().json["shared"] is False


def test_a_wait_ends_without_news_and_with_the_chat(site: Site) -> None:
    client = site.here()
    state = site.invite()["state"]
    assert client.ask(waited(state, 1)).json["state"] == state
    client.send(waited(state))
    begun = time.monotonic()
    assert site.server.stop() == 0
    assert time.monotonic() - begun < SOON
    assert client.answer().json["state"] == state


def test_only_the_admin_may_switch(site: Site) -> None:
    client = site.here()
    for cookie in ("Cookie: admin=" + "0" * 32, "Cookie: admin=", "X-None: 1"):
        answer = client.ask(put(b'{"shared": false}', cookie))
        assert answer.status == 403
        assert answer.json["code"] == "not-the-host"
    foreign = "Origin: http://evil.example"
    assert client.ask(put(b'{"shared": false}', site.cookie(), foreign)).status == 403
    for body in (b"{}", b'{"shared": "yes"}', b'{"shared": 0}'):
        assert client.ask(put(body, site.cookie())).status == 400
    assert site.invite()["shared"] is True


def test_the_admin_link_needs_the_token_of_the_data_folder(server: RunningServer) -> None:
    file = server.data / "admin.token"
    token = file.read_text().strip()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with RawClient(server.port) as client:
        for wrong in ("", "?token=", "?token=" + token[:-1], "?token=" + token.upper() + "x"):
            answer = client.ask(get("/admin" + wrong))
            assert answer.status == 403
            assert "set-cookie" not in answer.headers
        answer = client.ask(get(f"/admin?token={token}"))
        assert (answer.status, answer.headers["location"]) == (303, "./")
        parts = set(answer.headers["set-cookie"].split("; ")[1:])
        assert parts == {"HttpOnly", "Path=/", "SameSite=Strict"}
        assert token not in answer.headers["set-cookie"]
        assert client.ask(get("/about")).json["you"]["admin"] is False
        assert client.ask(get("/about", admin_cookie(answer))).json["you"]["admin"] is True
        # Which SQLite it is helps who looks after the chat, and who looks for a hole in it.
        assert client.ask(get("/about", admin_cookie(answer))).json["sqlite"] == engine()
        assert "sqlite" not in client.ask(get("/about")).json
        assert client.ask(get("/invite", admin_cookie(answer))).json["admin"] is True
    server.kill()
    server.start()
    assert file.read_text().strip() == token


def test_a_code_makes_one_browser_the_admin_s_once_and_soon(server: RunningServer) -> None:
    token = (server.data / "admin.token").read_text().strip()
    late, forged = admin_code.make(token, time.time() - 62), admin_code.make("0" * 32, time.time())
    code = admin_code.make(token, time.time())
    with RawClient(server.port) as client:
        for wrong in ("", late, forged, code[:-1], code + "0", token):
            assert client.ask(get(f"/admin?code={wrong}")).status == 403
        answer = client.ask(get(f"/admin?code={code}"))
        assert (answer.status, answer.headers["location"]) == (303, "./")
        assert client.ask(get("/about", admin_cookie(answer))).json["you"]["admin"] is True
        refused = client.ask(get(f"/admin?code={code}"))
        assert refused.status == 403
        assert "chat-appliance admin" in refused.json["description"]
        # Going back in the browser that had it.
        assert client.ask(get(f"/admin?code={code}", admin_cookie(answer))).status == 303


def test_where_it_is_switched_off_everybody_may_join_and_nobody_changes_that(
    network: Strait, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sharing.json").write_text('{"shared": false}')
    options = ("--switch", "off")
    with (
        home_server(network.home, tmp_path / "data", *options) as server,
        ExitStack() as opened,
    ):
        site = Site(network, server, opened)
        assert site.invite(site.there())["shared"] is True
        answer = site.share(False)
        assert answer.status == 409
        assert "--switch off" in answer.json["description"]
        assert site.invite(site.there())["shared"] is True
