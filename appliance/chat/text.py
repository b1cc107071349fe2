"""What people type, made fit to be stored and shown."""

from __future__ import annotations

import re
from typing import Final

from appliance.errors import BadInput, TooLong
from appliance.invisible import MOST_MARKS, crowded, shows, without_invisible

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LINE_ENDS: Final = re.compile(r"\r\n?|\x85|\u2028|\u2029")


def clean(value: object, what: str, longest: int, *, lines: bool) -> str:
    """`value` as text of at most `longest` characters, without invisible control characters.

    `what` names it in the names of problems ("message", "nick"). Without `lines` it must be
    one line. Raises BadInput for what is no text, TooLong for what is over the limit.
    """
    if not isinstance(value, str):
        raise BadInput(f"{what}-not-text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadInput(f"{what}-half-character") from None
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", value))
    if not lines:
        text = " ".join(text.split())
    if len(text) > longest:
        raise TooLong(f"{what}-too-long", characters=len(text), most=longest)
    return text


def clean_nick(value: object, longest: int) -> str:
    """`value` as the name of a person: one line, in which nothing invisible hides that would make
    it look like another's; empty where it shows nothing. Raises BadInput and TooLong.
    """
    nick = clean(value, "nick", longest, lines=False)
    if nick.isascii():
        return nick
    nick = " ".join(without_invisible(nick).split())
    if crowded(nick):
        raise BadInput("nick-crowded", most=MOST_MARKS)
    return nick if shows(nick) else ""
