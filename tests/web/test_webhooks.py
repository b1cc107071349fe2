"""What other programs' webhooks say, as they send it by their own documents."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from appliance.errors import BadInput
from appliance.web.params import FORM, JSON
from appliance.web.webhooks import MOST_ALERTS, told

LONGEST = 4_000

ALERTMANAGER: dict[str, Any] = {
    "receiver": "chat",
    "status": "firing",
    "alerts": [
        {
            "status": "firing",
            "labels": {"alertname": "DiskFull", "instance": "nas:9100", "severity": "critical"},
            "annotations": {
                "summary": "2 % of /srv are left",
                "description": "The disk of nas:9100 fills up.",
            },
            "startsAt": "2026-03-01T08:15:30.123Z",
            "endsAt": "0001-01-01T00:00:00Z",
            "generatorURL": "http://prometheus:9090/graph?g0.expr=disk+%3C+2&g0.tab=1",
            "fingerprint": "0123456789abcdef",
        },
        {
            "status": "resolved",
            "labels": {"alertname": "HostDown"},
            "annotations": {},
            "startsAt": "2026-03-01T08:00:00Z",
            "endsAt": "2026-03-01T08:16:00Z",
            "generatorURL": "",
            "fingerprint": "fedcba9876543210",
        },
    ],
    "groupLabels": {},
    "commonLabels": {},
    "commonAnnotations": {},
    "externalURL": "http://alertmanager:9093",
    "version": "4",
    "groupKey": "{}:{}",
    "truncatedAlerts": 0,
}
"""As Alertmanager documents it for webhook_config, version 4."""

UPTIME_KUMA: dict[str, Any] = {
    "heartbeat": {
        "monitorID": 4,
        "status": 0,
        "time": "2026-03-01 08:15:30.527",
        "msg": "connect ECONNREFUSED 192.0.2.7:443",
        "important": True,
        "duration": 60,
        "timezone": "Europe/Berlin",
        "timezoneOffset": "+01:00",
        "localDateTime": "2026-03-01 09:15:30",
    },
    "monitor": {"id": 4, "name": "Wiki", "url": "https://wiki.example/", "type": "http"},
    "msg": "[Wiki] [🔴 Down] connect ECONNREFUSED 192.0.2.7:443",
}
"""As Uptime Kuma's own provider "webhook" makes it."""


def said(value: object) -> str:
    return told(JSON, json.dumps(value).encode(), LONGEST)


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/plain", "The printer is out of paper\n", "The printer is out of paper\n"),
        ("application/octet-stream", "\ufeffso it is", "so it is"),
        (FORM, "Backup done", "Backup done"),
        (FORM, "Backup: 20 & 5 files, 100 %, a=b", "Backup: 20 & 5 files, 100 %, a=b"),
        (FORM, "&".join("abcdefghijklmnopqrstuvwxyz"), "&".join("abcdefghijklmnopqrstuvwxyz")),
        (FORM, '{"text": "Backup done"}', "Backup done"),
        (FORM, "text=Backup+done", "Backup done"),
        (FORM, f"payload={quote(json.dumps({'text': 'Backup done'}))}", "Backup done"),
        (FORM, "payload=of+paper", "payload=of+paper"),
    ],
)
def test_text_is_said_as_it_came(kind: str, body: str, text: str) -> None:
    assert told(kind, body.encode(), LONGEST) == text


@pytest.mark.parametrize(
    ("slack", "text"),
    [
        ({"text": "Build 7 &lt;main&gt; failed"}, "Build 7 <main> failed"),
        (
            {"text": "See <https://ci/7|build 7>, <https://ci/>"},
            "See build 7 (https://ci/7), https://ci/",
        ),
        ({"text": "<!here> all of you", "channel": "#ops", "username": "ci"}, "@here all of you"),
        (
            {"text": "", "attachments": [{"fallback": "Build 7 failed", "color": "danger"}]},
            "Build 7 failed",
        ),
    ],
)
def test_what_slack_would_show_is_said_without_its_marks(slack: object, text: str) -> None:
    assert said(slack) == text


def test_each_alert_of_alertmanager_is_a_line() -> None:
    assert said(ALERTMANAGER) == (
        "Firing: DiskFull (nas:9100): 2 % of /srv are left\nResolved: HostDown"
    )


def test_many_alerts_are_counted() -> None:
    many = {**ALERTMANAGER, "alerts": ALERTMANAGER["alerts"] * 50, "truncatedAlerts": 3}
    lines = said(many).split("\n")
    assert len(lines) == MOST_ALERTS + 1
    assert lines[-1] == f"… and {103 - MOST_ALERTS} more"


def test_alerts_that_nobody_can_count_are_left_out() -> None:
    assert said({**ALERTMANAGER, "truncatedAlerts": 1e999}) == said(ALERTMANAGER)


def test_what_is_put_into_words_here_is_never_too_long() -> None:
    long = json.dumps({**UPTIME_KUMA, "msg": "x" * 5_000}).encode()
    assert told(JSON, long, 100) == "x" * 99 + "…"
    alert = {"status": "firing", "labels": {}, "annotations": {"summary": "y" * 5_000}}
    assert len(told(JSON, json.dumps({"status": "firing", "alerts": [alert]}).encode(), 100)) == 100


def test_uptime_kuma_is_read_in_both_of_its_forms() -> None:
    text = "[Wiki] [🔴 Down] connect ECONNREFUSED 192.0.2.7:443"
    assert said(UPTIME_KUMA) == text
    parts = (
        '--x\r\nContent-Disposition: form-data; name="data"\r\n\r\n'
        f"{json.dumps(UPTIME_KUMA)}\r\n--x--\r\n"
    )
    assert told("multipart/form-data", parts.encode(), LONGEST) == text
    assert said({"heartbeat": None, "monitor": None, "msg": "Testing"}) == "Testing"


@pytest.mark.parametrize(
    ("kind", "body", "name"),
    [
        (JSON, b"{}", "hook-nothing"),
        (JSON, b'{"text": 7, "attachments": "none"}', "hook-nothing"),
        (JSON, b"[]", "json-no-object"),
        (JSON, b'{"text"', "json-not-valid"),
        (FORM, b"payload={", "json-not-valid"),
        ("multipart/form-data", b"--x\r\n\r\n\r\n--x--", "hook-nothing"),
        ("text/plain", b"\xff\xfe", "hook-not-utf8"),
    ],
)
def test_what_holds_no_text_is_refused(kind: str, body: bytes, name: str) -> None:
    with pytest.raises(BadInput) as refused:
        told(kind, body, LONGEST)
    assert refused.value.name == name


def test_alerts_of_another_shape_harm_nobody() -> None:
    assert said({"status": "firing", "alerts": [None, {"labels": 3}]}) == (
        "Alert: an alert\nAlert: an alert"
    )
    assert said({"status": "resolved", "alerts": []}) == "Resolved: no alerts"
