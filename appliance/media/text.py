"""Text: what can be read as such, be it a page, a drawing (SVG) or a program. It never runs."""

from __future__ import annotations

import codecs
from typing import Final

from appliance.media.kind import FileKind
from appliance.media.source import SourceFile

_LOOKED_AT: Final = 1 << 16
_MARKS: Final = ((b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
_BINARY: Final = frozenset({*range(0x20), 0x7F}) - {*b"\t\n\f\r\x1b"}
"""Characters that stand in no text; but logs for terminals have escapes."""


def look(source: SourceFile) -> FileKind | None:
    """By its beginning; None for what is no text."""
    head = source.read(0, _LOOKED_AT)
    charset = next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8")
    try:
        text = codecs.getincrementaldecoder(charset)().decode(head, final=len(head) == source.size)
    except UnicodeDecodeError:
        return None
    if not _BINARY.isdisjoint(map(ord, set(text))):
        return None
    return FileKind(f"text/plain; charset={charset}", "text")
