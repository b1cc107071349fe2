"""A certificate that nobody signed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.conftest import unavailable
from tests.server.proxy import NAME


def certificate_in(folder: Path) -> tuple[Path, Path]:
    """One for the proxies' public name, and its key."""
    if shutil.which("openssl") is None:
        unavailable("openssl is not installed (apt-get install openssl)")
    pair = folder / "chat.pem", folder / "chat.key"
    made = ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
    named = (
        "-nodes",
        "-days",
        "2",
        "-subj",
        f"/CN={NAME}",
        "-addext",
        f"subjectAltName=DNS:{NAME}",
    )
    written = ("-out", pair[0], "-keyout", pair[1])
    subprocess.run([*made, *named, *written], check=True, capture_output=True)
    return pair
