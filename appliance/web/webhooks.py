"""What other programs' webhooks say, as people read it.

Plain text; Slack's JSON, which most programs can send; and what Prometheus' Alertmanager (version
4) and Uptime Kuma send. What is known of none of them is looked through for a text.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from appliance.errors import BadInput
from appliance.web.params import FORM, JSON, form, json_object

MOST_ALERTS: Final = 10
"""Alerts of one group that are told in words; the others are counted."""

_TEXTS: Final = ("text", "message", "msg", "content", "body")
"""Under which names programs say what is for people, the best first."""

_PACKED: Final = ("payload", "data")
"""Fields of forms that hold the JSON: Slack's, and Uptime Kuma's."""

_LINK: Final = re.compile(r"<([^<>|\s]+)(?:\|([^<>]+))?>")
_PARTS: Final = "multipart/form-data"


def told(kind: str, body: bytes, longest: int) -> str:
    """The message in a `body` of this kind. What this program puts into words itself has at most
    `longest` characters. Raises BadInput.
    """
    if kind == JSON:
        return _said(json_object(body), longest)
    if kind == _PARTS:
        return _said(json_object(_part(body)), longest)
    packed = _packed(body) if kind == FORM else None
    if packed is not None:
        return _said(packed, longest)
    return _text(body)


def _packed(body: bytes) -> Mapping[str, Any] | None:
    """The JSON in a form, or what is one by its fields; None for words that `curl -d` calls one."""
    if body.lstrip().startswith(b"{"):
        return json_object(body)
    try:
        fields = form(body)
    except BadInput:
        return None
    for name in _PACKED:
        if fields.get(name, "").lstrip().startswith("{"):
            return json_object(fields[name].encode())
    return fields if any(fields.get(name) for name in _TEXTS) else None


def _part(body: bytes) -> bytes:
    """The JSON in a form of parts. Of its grammar no more is read than this needs."""
    for part in body.split(b"\r\n--"):
        head, _, value = part.partition(b"\r\n\r\n")
        if any(f'name="{name}"'.encode() in head for name in _PACKED):
            return value
    raise BadInput("hook-nothing")


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("hook-not-utf8") from None


def _said(value: Mapping[str, Any], longest: int) -> str:
    alerts = value.get("alerts")
    if isinstance(alerts, Sequence) and not isinstance(alerts, str) and "status" in value:
        return _shortened(_alerts([_object(alert) for alert in alerts], value), longest)
    texts = (str(value[name]) for name in _TEXTS if _is_text(value.get(name)))
    text = next(texts, "") or "\n".join(_attachments(value))
    if not text:
        raise BadInput("hook-nothing")
    if "heartbeat" in value:  # Uptime Kuma's: its words may hold what a server said
        return _shortened(text, longest)
    return _plain(text) if "text" in value else text


def _alerts(alerts: Sequence[Mapping[str, Any]], group: Mapping[str, Any]) -> str:
    lines = [_alert(alert) for alert in alerts[:MOST_ALERTS]]
    cut = group.get("truncatedAlerts")
    more = (
        len(alerts)
        - len(lines)
        + (int(cut) if isinstance(cut, float) and math.isfinite(cut) else 0)
    )
    if more:
        lines.append(f"… and {more:,} more")
    return "\n".join(lines) or f"{_word(group, 'status')}: no alerts"


def _alert(alert: Mapping[str, Any]) -> str:
    """As in “Firing: DiskFull (nas:9100): 2 % of /srv are left”."""
    labels, notes = _object(alert.get("labels")), _object(alert.get("annotations"))
    name = str(labels.get("alertname", "an alert"))
    place = f" ({labels['instance']})" if "instance" in labels else ""
    words = notes.get("summary") or notes.get("description") or notes.get("message")
    return f"{_word(alert, 'status')}: {name}{place}" + (f": {words}" if words else "")


def _word(value: Mapping[str, Any], name: str) -> str:
    return str(value.get(name, "alert")).capitalize()


def _attachments(value: Mapping[str, Any]) -> list[str]:
    """What Slack's older form puts beside the text."""
    attached = value.get("attachments")
    found = [_object(each) for each in attached] if isinstance(attached, list) else []
    texts = (each.get("fallback") or each.get("text") or each.get("title") for each in found)
    return [_plain(str(text)) for text in texts if _is_text(text)]


def _plain(text: str) -> str:
    """Without Slack's marks: <https://nas/|the page> and &amp; are for its own page."""
    return html.unescape(_LINK.sub(lambda link: _link(link[1], link[2]), text))


def _link(target: str, words: str | None) -> str:
    if target.startswith("!"):
        return f"@{target[1:]}"
    return target if words is None or words == target else f"{words} ({target})"


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
