from __future__ import annotations

from pathlib import Path

import pytest

from appliance.media.kind import OTHER, FileKind
from tests.media.cutting import cut_out, kind_of
from tests.media.pieces import SECRET, SHOWN, WEBM_SECRETS, element, webm


@pytest.mark.parametrize(
    ("name", "endless"),
    # Behind a cluster that does not say where it ends what is void lies in that.
    [(name, False) for name in WEBM_SECRETS] + [("tags", True), ("attached files", True)],
)
def test_tags_titles_and_times_are_voided_and_nothing_moves(
    tmp_path: Path, name: str, endless: bool
) -> None:
    whole = webm(WEBM_SECRETS[name], endless=endless)
    left, done = cut_out(tmp_path, whole)
    assert done.kind == FileKind("video/webm", "video", True, 32, 20)
    assert done.changed
    assert done.sure
    assert SECRET not in left
    assert len(left) == len(whole)
    assert [left.find(SHOWN), left.rfind(SHOWN)] == [whole.find(SHOWN), whole.rfind(SHOWN)]
    assert b"muxer" in left  # it must have one


def test_sounds_alone_are_sound(tmp_path: Path) -> None:
    assert kind_of(tmp_path, webm(kind=2)) == FileKind("audio/webm", "sound", True)
    assert kind_of(tmp_path, webm(kind=17)) == OTHER


def test_what_else_is_made_of_elements_is_not_shown(tmp_path: Path) -> None:
    assert kind_of(tmp_path, webm().replace(b"webm", b"made")) == OTHER


def test_one_that_ends_in_the_middle_of_its_tags(tmp_path: Path) -> None:
    tags = WEBM_SECRETS["tags"]
    whole = webm(tags)
    for length in range(whole.find(tags) + 8, whole.find(tags) + len(tags)):
        left, done = cut_out(tmp_path, whole[:length])
        assert done.sure
        assert SECRET[:4] not in left


def test_what_ends_nowhere_may_be_a_cluster_only(tmp_path: Path) -> None:
    _, done = cut_out(tmp_path, webm(element(0x1C53BB6B, SHOWN, endless=True)))
    assert not done.sure
