"""What a onefile executable brings in archives of its own, beside what the bootloader unpacks.

packaging/bundle/packing.py puts it in. Nothing of it is needed before there is to be a window.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from appliance.errors import Problem

ARCHIVES: Final = "packed-*.tar.zst"

_READ_BYTES: Final = 1 << 20


class CannotUnpack(Problem):
    """The web view has no room in the temporary folder, most likely."""

    title = "Not unpacked"


class Unpacking:
    """Unpacks the archives in `folder` in place, from now on and in threads of its own; does
    nothing where there are none, or no folder.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._trouble: list[Exception] = []
        archives = sorted(folder.glob(ARCHIVES)) if folder else []
        self._threads = [
            threading.Thread(target=self._unpack, args=(path,), name=path.name, daemon=True)
            for path in archives
        ]
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Wait until all is there. Raises CannotUnpack."""
        for thread in self._threads:
            thread.join()
        if self._trouble:
            raise CannotUnpack(_sentence(self._folder, self._trouble))
        importlib.invalidate_caches()  # who looked for it before found nothing

    def _unpack(self, archive: Path) -> None:
        import tarfile

        import zstandard

        assert self._folder is not None
        try:
            with (
                archive.open("rb") as file,
                zstandard.ZstdDecompressor().stream_reader(file, _READ_BYTES) as plain,
                tarfile.open(fileobj=plain, mode="r|", bufsize=_READ_BYTES) as tar,
            ):
                tar.copybufsize = _READ_BYTES  # type: ignore[attr-defined]
                for member in tar:
                    # Not left to tarfile, which gives up when the other thread was faster.
                    (self._folder / member.name).parent.mkdir(parents=True, exist_ok=True)
                    tar.extract(member, self._folder)
            archive.unlink()  # it takes room, and comes back at the next start
        except (OSError, tarfile.TarError, zstandard.ZstdError) as error:
            self._trouble.append(error)


def _sentence(folder: Path | None, trouble: Sequence[Exception]) -> str:
    why = getattr(trouble[0], "strerror", None) or trouble[0]
    return (
        f"The window's web view cannot be unpacked into {folder}: {why}. It needs 400 MB there; "
        "make room, or name another folder in the environment variable TMPDIR."
    )
