from __future__ import annotations

from pathlib import Path

import pytest

from appliance.media.kind import FileKind
from tests.media.cutting import cut_out
from tests.media.pieces import SECRET, SHOWN, WAVE_SECRETS, riff_chunk, wave


@pytest.mark.parametrize("name", WAVE_SECRETS)
def test_who_recorded_it_is_not_told(tmp_path: Path, name: str) -> None:
    left, done = cut_out(tmp_path, wave(WAVE_SECRETS[name]))
    assert done.changed
    assert done.kind == FileKind("audio/wav", "sound", True)
    assert left == wave(riff_chunk(b"JUNK", bytes(len(SECRET))))


def test_what_is_heard_stays(tmp_path: Path) -> None:
    whole = wave(riff_chunk(b"fact", b"four"))
    left, done = cut_out(tmp_path, whole)
    assert left == whole
    assert SHOWN in left
    assert not done.changed
