"""The formats that are known. A further one is a module beside this and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from appliance.media import (
    film,
    further,
    gif,
    heif,
    jpeg,
    matroska,
    png,
    sound,
    tags,
    text,
    wave,
    webp,
)
from appliance.media.edits import Edits, anew, in_place
from appliance.media.kind import OTHER, FileKind
from appliance.media.source import SourceFile, Unsure

_HEAD: Final = 256
"""Bytes by which a format is told. They are the file's first: who looks further is led by who made
it to take one thing for another.
"""


@dataclass(frozen=True)
class Format:
    """`look` says what exactly it is, None if it is not of this format after all. `edits` say what
    is to be cut out, and `change` does that.
    """

    matches: Callable[[bytes], bool]
    look: Callable[[SourceFile], FileKind | None]
    edits: Edits | None = None
    change: Callable[[Path, Edits], bool] = in_place


def _begins(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(beginnings)


FORMATS: Final = (
    Format(_begins(jpeg.MAGIC), jpeg.look, jpeg.edits, anew),
    Format(_begins(png.MAGIC), png.look, png.edits, anew),
    Format(_begins(*gif.MAGIC), gif.look, gif.edits, anew),
    Format(webp.matches, webp.look, webp.edits, anew),
    Format(heif.matches, heif.look, heif.edits),
    Format(film.matches, film.look, film.edits),
    Format(_begins(matroska.MAGIC), matroska.look, matroska.edits),
    Format(wave.matches, wave.look, wave.edits),
    Format(sound.is_tagged, sound.look_behind_tags, tags.edits_of_mpeg),
    Format(sound.is_frame, sound.look_at_frames, tags.edits_of_mpeg),
    Format(_begins(b"fLaC"), sound.look_flac, tags.edits_of_flac),
    Format(_begins(b"OggS"), sound.look_ogg),
    Format(further.is_bitmap, further.look_bitmap),
    Format(_begins(b"%PDF-"), further.always("application/pdf", "pdf")),
    Format(_begins(b"II*\0", b"MM\0*"), further.always("image/tiff")),
    Format(lambda head: True, text.look),
)


def recognise(path: Path) -> tuple[FileKind, Format | None, bool]:
    """What the file is and by which format; and whether that is sure: one that begins as a format
    and does not go on as that is nothing else. Raises OSError.
    """
    sure = True
    with SourceFile(path) as source:
        head = source.read(0, _HEAD)
        for form in FORMATS:
            kind = _look(form, source) if form.matches(head) else None
            if kind is not None:
                return kind, form, True
            sure = sure and not (form.matches(head) and form.edits)
    return OTHER, None, sure


def _look(form: Format, source: SourceFile) -> FileKind | None:
    try:
        return form.look(source)
    except Unsure:
        return None
