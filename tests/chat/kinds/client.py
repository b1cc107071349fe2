"""What a client makes of a page, and of what it is told after that, by the rules of the kinds."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from appliance.chat.kinds.table import FOLDS
from appliance.errors import Problem
from appliance.feed.entry import Draft, Entry
from appliance.feed.folding import CHANGED, Target, without_words


def folded(entries: Iterable[Entry], page: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """What a client makes of a page, by number, and of what it is told after that."""
    for entry in entries:
        said = entry.record
        target = said.get("target", said.get("reply"))
        if "target" not in said:
            page.setdefault(said["id"], said)
        if target in page and page[target].get(CHANGED, 0) < said["id"]:
            page[target] = _changed(page[target], said)
    return page


def _changed(now: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    kind, number = said["kind"], said["id"]
    one = Draft(now["room"], kind, said["nick"], said["member"], said)
    head = [now[name] for name in Target._fields[:-2]]
    if kind == "delete":  # whoever asked late has it without its words already
        rest = dict(zip(Target._fields, head, strict=False))
        rest |= {"key": now["key"]} if "key" in now else {}
        return {**rest, **without_words(now, said["by"]), CHANGED: number}
    with suppress(Problem):
        changed = FOLDS.fold(one, Target._make((*head, now, now)), said["time"])
        return {**changed, CHANGED: number}
    return now
