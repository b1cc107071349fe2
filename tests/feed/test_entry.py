"""An entry's form on the wire."""

from __future__ import annotations

import json

from appliance.feed.entry import Draft, Entry
from tests.feed.feeds import TIME


def test_the_wire_form_holds_all_there_is_to_know() -> None:
    draft = Draft("lobby", "message", "Ada", "abc", {"message": "é\n</script>"}, "k1")
    assert json.loads(Entry.of(7, TIME, draft).json) == {
        "id": 7,
        "room": "lobby",
        "kind": "message",
        "nick": "Ada",
        "member": "abc",
        "time": TIME,
        "message": "é\n</script>",
        "key": "k1",
    }


def test_an_entry_without_a_key_has_no_such_field() -> None:
    entry = Entry.of(7, TIME, Draft("lobby", "message", "Ada", "abc", {"message": "x"}))
    assert "key" not in json.loads(entry.json)


def test_parsing_gives_the_same_entry() -> None:
    entry = Entry.of(7, TIME, Draft("a", "edit", "Ö", "abc", {"message": "a\r\n\u2028b"}, "k"))
    assert Entry.parse(entry.json) == entry


def test_the_wire_form_is_one_line() -> None:
    entry = Entry.of(7, TIME, Draft("a\n", "m\n", "\n", "\n", {"message": "\n"}, "\n"))
    assert b"\n" not in entry.json
