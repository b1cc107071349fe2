"""The software bill of materials of a built executable, in CycloneDX's JSON.

It lists what is really inside: the Python packages whose modules or files were bundled, the
interpreter, and the libraries of the system the executable was built on. Licences and versions
are those that the packages and the system state.
"""

from __future__ import annotations

import json
import os
import platform
import ssl
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import Distribution, distributions, version
from pathlib import Path, PurePath
from typing import Final

import apsw
from bundle import glibc, packing
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot5
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from PyInstaller.archive.readers import CArchiveReader

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from appliance import __version__  # noqa: E402

SUFFIX: Final = ".cdx.json"

GLIBC: Final = "chat-appliance:glibc"
"""The property that says the oldest glibc it runs with."""

BOOTLOADER: Final = "GPL-2.0-or-later WITH Bootloader-exception"


STATED: Final = {"XStatic-jQuery": "MIT"}
"""Licences of packages that say it in words of their own ("same as jQuery")."""


def write(executable: Path, sources: Path) -> Path:
    """Write the bill beside `executable` (beside its folder, if it is one of several files).

    `sources` has a line for each binary inside: its name there, a tab, and the file it was.
    """
    bom = Bom()
    bom.metadata.component = Component(
        type=ComponentType.APPLICATION,
        name="chat-appliance",
        bom_ref="chat-appliance",
        version=__version__,
        licenses=[_licence("MIT")],
    )
    if least := glibc.needed([str(executable), *_files(sources)]):
        bom.metadata.component.properties.add(Property(name=GLIBC, value=least))
    inside = Inside(executable)
    for component in (*_packages(inside), *_system(sources)):
        bom.components.add(component)
        bom.register_dependency(bom.metadata.component, [component])
    text = JsonV1Dot5(bom).output_as_string(indent=2)
    wrong = JsonStrictValidator(SchemaVersion.V1_5).validate_str(text)
    if wrong:
        raise ValueError(f"The bill of materials does not follow its schema: {wrong}")
    several = _internal(executable).is_dir()
    beside = executable.parent if several else executable.with_suffix("")
    target = beside.with_name(beside.name + SUFFIX)
    target.write_text(_without_chance(text), "utf-8")
    return target


def _without_chance(text: str) -> str:
    """The same bill for the same content: no serial number, no time of writing."""
    bill = json.loads(text)
    bill.pop("serialNumber", None)
    bill["metadata"].pop("timestamp", None)
    return json.dumps(bill, indent=2) + "\n"


def _internal(executable: Path) -> Path:
    return executable.parent / "_internal"


class Inside:
    """What an executable holds: files by their names in the bundle, and modules."""

    def __init__(self, executable: Path) -> None:
        archive = CArchiveReader(str(executable))
        self.files = {PurePath(name).as_posix() for name in archive.toc}
        folder = _internal(executable)
        if folder.is_dir():
            self.files |= {
                path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
            }
        self.files |= set(packing.inside(archive))
        pyz = next(name for name in archive.toc if name.endswith(".pyz"))
        self.modules = set(archive.open_embedded_archive(pyz).toc)

    def __contains__(self, path: PurePath) -> bool:
        """Whether a file of a package is in here, as itself or as a module."""
        name = path.as_posix()
        if name in self.files:
            return True
        if path.suffix != ".py":
            return False
        parts = path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) in self.modules


def _packages(inside: Inside) -> Iterator[Component]:
    found = [known for known in distributions() if _is_inside(known, inside)]
    for known in sorted(found, key=lambda known: known.metadata["Name"].lower()):
        name = known.metadata["Name"]
        yield _component(name, known.version, "pypi", list(_licences(known)))


def _is_inside(known: Distribution, inside: Inside) -> bool:
    return any(PurePath(str(path)) in inside for path in known.files or ())


def _licences(known: Distribution) -> Iterator[str]:
    meta = known.metadata
    if meta["Name"] in STATED:
        yield STATED[meta["Name"]]
        return
    expression = meta.get("License-Expression")
    if expression:
        yield expression
        return
    for classifier in meta.get_all("Classifier") or ():
        if classifier.startswith("License ::") and classifier.count("::") > 1:
            yield classifier.rpartition("::")[2].strip()
            return
    if meta.get("License"):
        yield meta["License"].splitlines()[0]


def _system(sources: Path) -> Iterator[Component]:
    yield _component("cpython", platform.python_version(), "generic", ["PSF-2.0"])
    # Its bootloader is the beginning of the executable.
    yield _component("pyinstaller", version("pyinstaller"), "pypi", [BOOTLOADER])
    # Compiled into APSW, whose version begins with this one.
    yield _component("sqlite", apsw.sqlite_lib_version(), "generic", ["blessing"])
    owned = {path: tuple(_owners(path)) for path in _files(sources)}
    if any(not owners and "libssl" in PurePath(path).name for path, owners in owned.items()):
        # It came with this Python, and not with the system.
        yield _component("openssl", ssl.OPENSSL_VERSION.split()[1], "generic", ["Apache-2.0"])
    for name, number in sorted({owner for owners in owned.values() for owner in owners}):
        yield _component(name, number, "deb", [])


def _files(sources: Path) -> list[str]:
    """Where the binaries came from."""
    return [line.partition("\t")[2] for line in sources.read_text("utf-8").splitlines()]


def _owners(source: str) -> Iterable[tuple[str, str]]:
    """Debian's package that this file comes from, with its version; nothing elsewhere."""
    path = os.path.realpath(source)
    package = _owner(path) or _owner(path.removeprefix("/usr"))
    if package:
        yield package.partition(":")[0], _output("dpkg-query", "-Wf${Version}", package)


@cache
def _owner(path: str) -> str:
    return _output("dpkg-query", "--search", path).split(": ", 1)[0]


def _output(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout


def _component(name: str, version: str, kind: str, licences: list[str]) -> Component:
    purl = PackageURL(type=kind, name=name.lower(), version=version)
    return Component(
        type=ComponentType.LIBRARY,
        name=name,
        version=version,
        purl=purl,
        bom_ref=str(purl),
        licenses=[_licence(text) for text in licences],
    )


def _licence(text: str) -> License:
    return LicenseFactory().make_from_string(text)  # type: ignore[return-value]
