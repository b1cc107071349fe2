"""Offers to change the protocol are ignored, and what comes with them is a body like any other."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from tests.conftest import unavailable
from tests.running import RunningServer
from tests.server.raw import RawClient, get, post

H2C = ("Connection: Upgrade, HTTP2-Settings", "HTTP2-Settings: AAEAAEAAAAIAAAAA", "Upgrade: h2c")
OFFERS = {
    "h2c, as Java's HttpClient does": (*H2C, "User-Agent: Java-http-client/21"),
    "a web socket": ("Connection: keep-alive, Upgrade", "Upgrade: websocket"),
    "TLS": ("Connection: upgrade", "Upgrade: TLS/1.3, HTTP/2.0"),
}
HIDDEN = post(b"nick=Eve&message=hidden")


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS)
def test_the_body_of_an_offer_is_no_request(
    server: RunningServer, client: RawClient, offer: tuple[str, ...]
) -> None:
    said = client.ask(post(b"nick=Ada&message=plain", *offer))
    assert said.status == 200
    hiding = get("/healthz", f"Content-Length: {len(HIDDEN)}", *offer) + HIDDEN
    assert client.ask(hiding).status == 200
    chunked = get("/healthz", "Transfer-Encoding: chunked", *offer)
    assert client.ask(chunked + b"%x\r\n%s\r\n0\r\n\r\n" % (len(HIDDEN), HIDDEN)).status == 200
    assert client.ask(get("/about")).json["name"]
    assert [entry["message"] for entry in server.log()] == ["plain"]


def test_curl_may_offer_http_2_and_send_a_form(server: RunningServer) -> None:
    if shutil.which("curl") is None:
        unavailable("curl is not installed (apt-get install curl)")
    said = subprocess.run(
        ["curl", "-sS", "--http2", "-d", "nick=Ada&message=by curl", server.url + "/pub"],
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert json.loads(said.stdout)["id"] == 1
    assert [entry["message"] for entry in server.log()] == ["by curl"]
