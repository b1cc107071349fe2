"""A short run of the fuzzer of files; `make fuzz-files` is the long one."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.files import FileMutator, run


def test_thousands_of_files_that_nobody_meant_to_make(tmp_path: Path) -> None:
    figures = run(tmp_path, count=2_000, seed=1)
    assert figures.troubles == []
    assert figures.changed > 500
    assert figures.unsure > 50
    assert {"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"} <= set(
        figures.kinds
    )
    assert {"image/avif", "video/mp4", "video/webm", "audio/wav"} <= set(figures.kinds)


def test_a_seed_is_what_the_chance_depends_on() -> None:
    one, same, other = (FileMutator(seed) for seed in (1, 1, 2))
    files = [one.file() for _ in range(50)]
    assert files == [same.file() for _ in range(50)]
    assert files != [other.file() for _ in range(50)]
