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

    `what` names it in the sentence of an error ("The message"). Without `lines` it must be
    one line. Raises BadInput for what is no text, TooLong for what is over the limit.
    """
    if not isinstance(value, str):
        raise BadInput(f"{what} must be text.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadInput(f"{what} holds half of a character. Send it as valid Unicode.") from None
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", value))
    if not lines:
        text = " ".join(text.split())
    if len(text) > longest:
        raise TooLong(f"{what} has {len(text):,} characters; at most {longest:,} are allowed.")
    return text


def clean_nick(value: object, longest: int) -> str:
    """`value` as the name of a person: one line, in which nothing invisible hides that would make
    it look like another's; empty where it shows nothing. Raises BadInput and TooLong.
    """
    nick = clean(value, "The nickname", longest, lines=False)
    if nick.isascii():
        return nick
    nick = " ".join(without_invisible(nick).split())
    if crowded(nick):
        raise BadInput(f"The nickname has more than {MOST_MARKS} marks on one letter.")
    return nick if shows(nick) else ""
