"""Pictures, films and sounds that other programs made and wrote in where they are from:
ImageMagick, ffmpeg and ExifTool. And what these see in them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

from tests.conftest import unavailable

PICTURES: Final = {
    "baseline.jpg": ("-quality", "80"),
    "progressive.jpg": ("-interlace", "Plane"),
    "grey.jpg": ("-colorspace", "Gray"),
    "inks.jpg": ("-colorspace", "CMYK"),
    "true.png": (),
    "interlaced.png": ("-interlace", "PNG"),
    "palette.png": ("-colors", "16", "-type", "Palette"),
    "lossy.webp": ("-quality", "80"),
    "lossless.webp": ("-define", "webp:lossless=true"),
    "still.gif": (),
    "camera.heic": (),
    "small.avif": (),
}
MOVING: Final = {"loop.gif": ("-loop", "0"), "loop.webp": ("-loop", "0")}

FILMS: Final = {
    "film.mp4": ("-c:v", "libx264", "-c:a", "aac"),
    "quick.mp4": ("-c:v", "libx264", "-c:a", "aac", "-movflags", "+faststart+use_metadata_tags"),
    "fragments.mp4": ("-c:v", "libx264", "-c:a", "aac", "-movflags", "frag_keyframe+empty_moov"),
    "film.mov": ("-c:v", "libx264", "-c:a", "aac"),
    "phone.3gp": ("-c:v", "mpeg4", "-c:a", "aac"),
    "film.webm": ("-c:v", "libvpx", "-c:a", "libvorbis"),
    "live.webm": ("-c:v", "libvpx", "-c:a", "libopus", "-live", "1"),
    "film.mkv": ("-c:v", "libx264", "-c:a", "aac"),
}
SOUNDS: Final = {
    "memo.m4a": (),
    "memo.wav": ("-write_bext", "1"),
    "memo.mp3": ("-write_id3v1", "1"),
    "memo.flac": (),
}
SECRET: Final = "Kilchberg"
PLACE: Final = "+47.3769+008.5417/"
TOLD: Final = (
    *("-metadata", f"location={PLACE}", "-metadata", f"title={SECRET}"),
    *("-metadata", f"comment={SECRET}", "-metadata", "creation_time=2024-01-02T03:04:05Z"),
)
GPS: Final = (
    *("-GPSLatitude=47.3769", "-GPSLatitudeRef=N", "-GPSLongitude=8.5417", "-GPSLongitudeRef=E"),
    *("-Orientation#=6", f"-Make={SECRET}", f"-Comment={SECRET}", f"-IPTC:City={SECRET}"),
    *(f"-XMP:City={SECRET}", "-XMP-exif:GPSLatitude=47.3769", "-XMP-exif:GPSLongitude=8.5417"),
)
TESTED: Final = (
    *("-f", "lavfi", "-i", "testsrc=size=160x120:rate=10:duration=2"),
    *("-f", "lavfi", "-i", "sine=duration=2"),
)


def picture(folder: Path, name: str) -> Path:
    """A picture that tells where it was taken, in all the ways that ExifTool knows for it."""
    path = folder / name
    if name in MOVING:
        frames = ("-size", "40x30", "xc:red", "xc:green", "xc:blue", *MOVING[name])
        _run("convert", *frames, path)
    else:
        _run("convert", "-size", "96x64", "-seed", "7", "plasma:fractal", *PICTURES[name], path)
    _run("exiftool", "-q", "-m", "-overwrite_original", *GPS, path)
    return path


def film(folder: Path, name: str) -> Path:
    """A film, or a sound, with all that ffmpeg writes of a place."""
    path = folder / name
    if name in SOUNDS:
        _run("ffmpeg", "-v", "error", "-y", *TESTED[4:], *TOLD, *SOUNDS[name], path)
    else:
        _run("ffmpeg", "-v", "error", "-y", *TESTED, *TOLD, *FILMS[name], path)
    if path.suffix in (".mp4", ".mov") and name != "fragments.mp4":  # which it cannot write
        where = ("-XMP:City=" + SECRET, "-Keys:GPSCoordinates=47.3, 8.5, 400")
        _run("exiftool", "-q", "-m", "-overwrite_original", *where, path)
    return path


def pixels(path: Path) -> bytes:
    """What is painted, each picture of it, as it lies in the file."""
    return _run("convert", path, "-depth", "8", "rgba:-")


def frames(path: Path) -> bytes:
    """What is seen and heard: a checksum and the time of each piece, decoded."""
    return _run(
        "ffmpeg", "-v", "error", "-i", path, "-map", "0:v?", "-map", "0:a?", "-f", "framemd5", "-"
    )


def tags(path: Path) -> dict[str, Any]:
    """All that ExifTool finds, by group and name, but for what it says of the file as such."""
    found = json.loads(
        _run("exiftool", "-a", "-G1", "-s", "-j", "-api", "largefilesupport=1", path)
    )
    beside = ("File:", "System:", "ExifTool:", "Composite:", "SourceFile")
    return {name: value for name, value in found[0].items() if not name.startswith(beside)}


def _run(program: str, *arguments: str | Path) -> bytes:
    if shutil.which(program) is None:
        unavailable(f"{program} is not installed")
    done = subprocess.run([program, *arguments], capture_output=True, check=False, timeout=120)
    # ImageMagick warns of what others wrote.
    assert done.returncode == 0 or (program == "convert" and done.stdout), done.stderr.decode()
    return done.stdout
