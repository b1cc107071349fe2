from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis.strategies import characters, sampled_from, text

from appliance.media.name import MOST_BYTES, disposition, saved, shown

SHOWN_AS = {
    "holiday.jpg": "holiday.jpg",
    "Überraschung für 世界 🎉.png": "Überraschung für 世界 🎉.png",
    "../../etc/passwd": "../../etc/passwd",
    "C:\\Windows\\a.exe": "C:\\Windows\\a.exe",
    "photo\u202egnp.exe": "photognp.exe",
    "\u2066a\u2069\u200f.txt": "a.txt",
    "a\r\nContent-Type: text/html\r\n\r\n<b>.txt": "a Content-Type: text/html <b>.txt",
    "a\0b\x1b[2J.txt": "ab[2J.txt",
    "half \ud800.txt": "half .txt",
    "  spaces \t between  ": "spaces between",
    "e\u0301.txt": "é.txt",
    "a" + "\u0323\u0301" * 20 + ".txt": "ạ.txt",
    "\u200b\u2800": "file",
    "": "file",
    "a" * 300 + ".jpeg": "a" * 249 + "….jpeg",
    "b" * 300: "b" * 254 + "…",
}

SAVED_AS = {
    "holiday.jpg": "holiday.jpg",
    "../../etc/passwd": "passwd",
    "..": "file",
    "...": "file",
    "/": "file",
    "folder/": "folder",
    "C:\\Windows\\a.exe": "a.exe",
    "a:b.txt": "a_b.txt",
    'what? "this" <is> *|*.txt': "what_ _this_ _is_ ___.txt",
    ".htaccess": "htaccess",
    "-rf": "_-rf",
    "name. . .": "name",
    "CON": "_CON",
    "con.txt": "_con.txt",
    "aux .tar.gz": "_aux .tar.gz",
    "LPT¹.txt": "_LPT¹.txt",
    "COM10.txt": "COM10.txt",
    "console.txt": "console.txt",
    "世" * 100 + ".png": "世" * 65 + ".png",
    "photo\u202egnp.exe": "photognp.exe",
}


@pytest.mark.parametrize("name", SHOWN_AS)
def test_people_see(name: str) -> None:
    assert shown(name) == SHOWN_AS[name]


@pytest.mark.parametrize("name", SAVED_AS)
def test_a_file_is_saved_as(name: str) -> None:
    assert saved(name) == SAVED_AS[name]


ANYTHING = text(characters() | sampled_from('./\\:"%*?<>|\u202e\u200d\u0301 \r\n'), max_size=300)


@given(ANYTHING)
def test_whatever_it_is_called_it_is_harmless(name: str) -> None:
    told = shown(name)
    assert 1 <= len(told) <= 255
    assert "\n" not in told
    assert shown(told) == told
    file = saved(name)
    assert 1 <= len(file.encode()) <= MOST_BYTES + 1
    assert not set(file) & set('/\\:"*?<>|\0')
    assert file[0] not in ".- "
    assert file[-1] not in ". "
    assert saved(file) == file


@given(ANYTHING)
def test_its_header_is_one_line_of_ascii(name: str) -> None:
    value = disposition(name, inline=False)
    assert value.isascii()
    assert value.isprintable()
    assert value.startswith('attachment; filename="')
    assert value.count('"') == 2


def test_browsers_are_told_the_name_in_both_ways_where_one_does_not_do() -> None:
    assert disposition("a b.txt", inline=True) == 'inline; filename="a b.txt"'
    assert disposition("50 % für.txt", inline=False) == (
        "attachment; filename=\"50 _ f_r.txt\"; filename*=UTF-8''50%20%25%20f%C3%BCr.txt"
    )
