"""Tokens for a test: made as the host makes them."""

from __future__ import annotations

import json
from typing import Any

from tests.running import RunningServer
from tests.server.raw import Answer, RawClient, get


def bearer(secret: str) -> str:
    return f"Authorization: Bearer {secret}"


def host(server: RunningServer) -> str:
    """The line by which the host is known."""
    return bearer((server.data / "admin.token").read_text().strip())


def send(
    client: RawClient, target: str, body: bytes | object, *headers: str, method: str = "POST"
) -> Answer:
    """A request with a body: JSON, if it is not bytes."""
    if not isinstance(body, bytes):
        headers = ("Content-Type: application/json", *headers)
        body = json.dumps(body).encode()
    return client.ask(get(target, f"Content-Length: {len(body)}", *headers, method=method) + body)


def make(
    server: RunningServer, name: str, *rooms: str, may: str | list[str] = "post"
) -> dict[str, Any]:
    """A new token, with its secrets."""
    with RawClient(server.port) as client:
        wanted = {"name": name, "rooms": rooms, "may": may}
        answer = send(client, "/tokens", wanted, host(server))
    assert answer.status == 201, answer.body
    made: dict[str, Any] = answer.json
    return made


def remove(server: RunningServer, token: dict[str, Any]) -> None:
    with RawClient(server.port) as client:
        answer = client.ask(get(f"/tokens/{token['id']}", host(server), method="DELETE"))
    assert answer.status == 200, answer.body
