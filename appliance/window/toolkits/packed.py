"""What a onefile executable brings in archives of its own, beside what the bootloader unpacks.

packaging/bundle/packing.py puts it in. Nothing of it is needed before there is to be a window.
"""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path
from typing import Final

from appliance.window.toolkits.toolkit import NoView

ARCHIVES: Final = "packed-*.tar.zst"

_READ_BYTES: Final = 1 << 20


def unpack(folder: Path | None) -> None:
    """Unpack the archives in `folder` in place, all at once; nothing to do where there are none,
    or no folder. Returns when all is there. Raises NoView, most likely since there is no room, and
    then leaves nothing of it there.
    """
    archives = sorted(folder.glob(ARCHIVES)) if folder else []
    if folder is None or not archives:
        return
    from concurrent.futures import ThreadPoolExecutor

    before = set(folder.iterdir())
    try:
        with ThreadPoolExecutor(len(archives)) as threads:
            for done in [threads.submit(_unpack, archive) for archive in archives]:
                done.result()
    except NoView:
        for path in set(folder.iterdir()) - before:
            shutil.rmtree(path, ignore_errors=True)
        raise
    importlib.invalidate_caches()  # who looked for it before found nothing


def _unpack(archive: Path) -> None:
    import tarfile

    import zstandard

    try:
        with (
            archive.open("rb") as file,
            zstandard.ZstdDecompressor().stream_reader(file, _READ_BYTES) as plain,
            tarfile.open(fileobj=plain, mode="r|", bufsize=_READ_BYTES) as tar,
        ):
            tar.copybufsize = _READ_BYTES  # type: ignore[attr-defined]
            for member in tar:
                # Not left to tarfile, which gives up when the other thread was faster.
                (archive.parent / member.name).parent.mkdir(parents=True, exist_ok=True)
                tar.extract(member, archive.parent)
        archive.unlink()  # it takes room, and comes back at the next start
    except (OSError, tarfile.TarError, zstandard.ZstdError) as error:
        why = getattr(error, "strerror", None) or error
        raise NoView("window-not-unpacked", folder=archive.parent, reason=why) from error
