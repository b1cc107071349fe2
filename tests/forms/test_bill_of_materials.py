"""The bill of materials that lies beside each executable."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any, Final

import pytest

from appliance import __version__
from tests.forms.builds import Builds
from tests.running import ROOT

EACH: Final = pytest.mark.parametrize("window", ["none", "system", "qt"])

EVERYWHERE: Final = {"apsw", "falcon", "gevent", "pyzmq", "zeroconf", "segno", "xstatic-jquery"}
WITH: Final = {
    "none": set[str](),
    "system": {"pywebview", "pygobject", "pycairo"},
    "qt": {"pywebview", "pyside6_webengine", "pyside6_essentials", "shiboken6"},
}
"""Packages that the executable for a window has inside, besides."""

NOT_INSIDE: Final = {"pip", "pytest", "cyclonedx-python-lib", "pyinstaller-hooks-contrib"}

VALIDATE: Final = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
print(JsonStrictValidator(SchemaVersion.V1_5).validate_str(sys.stdin.read()))
"""

INSTALLED: Final = """
import json, platform
from importlib.metadata import distributions
found = {known.metadata["Name"].lower(): known.version for known in distributions()}
print(json.dumps(found | {"cpython": platform.python_version()}))
"""

OF_THE_SYSTEM: Final = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(ROOT / "packaging")!r})
import sbom
print(*(component.purl for component in sbom._system(Path("/dev/stdin"))))
"""


@EACH
def test_it_follows_the_schema_and_is_about_this_version(builds: Builds, window: str) -> None:
    text = bill(builds, window)
    assert run(builds, window, VALIDATE, text) == "None\n"
    about = json.loads(text)["metadata"]["component"]
    assert (about["name"], about["version"]) == ("chat-appliance", __version__)


@EACH
def test_it_lists_what_is_inside_in_the_versions_that_were_installed(
    builds: Builds, window: str
) -> None:
    listed = components(builds, window)
    installed = json.loads(run(builds, window, INSTALLED))
    python = {name: version for name, version in listed.items() if name in installed}
    assert {"cpython", *EVERYWHERE, *WITH[window]} <= python.keys()
    assert python == {name: installed[name] for name in python}


@EACH
def test_it_lists_nothing_that_only_built_or_belongs_to_another(
    builds: Builds, window: str
) -> None:
    others = set().union(*WITH.values()) - WITH[window]
    assert not (NOT_INSIDE | others) & components(builds, window).keys()


@EACH
def test_it_says_the_oldest_glibc_and_so_does_the_readme(builds: Builds, window: str) -> None:
    found = json.loads(bill(builds, window))["metadata"]["component"]["properties"]
    said = {each["name"]: each["value"] for each in found}
    assert re.fullmatch(r"2\.\d+", said["chat-appliance:glibc"])
    assert (
        f"needs glibc {said['chat-appliance:glibc']} or newer" in (ROOT / "README.md").read_text()
    )


@EACH
def test_it_lists_the_sqlite_inside(builds: Builds, window: str) -> None:
    listed = components(builds, window)
    assert listed["apsw"].startswith(f"{listed['sqlite']}.")
    # Qt's browser has another one for its own, in the libraries of its certificates (NSS).
    assert window == "qt" or not [name for name in listed if name.startswith("libsqlite3")]


def test_it_lists_the_openssl_of_a_python_that_brought_one(builds: Builds) -> None:
    own = "libssl.so.3\t/opt/python/lib/libssl.so.3\n"
    assert "pkg:generic/openssl@" in run(builds, "none", OF_THE_SYSTEM, own)
    another = "libffi.so.8\t/opt/python/lib/libffi.so.8\n"
    assert "openssl" not in run(builds, "none", OF_THE_SYSTEM, another)


def bill(builds: Builds, window: str) -> str:
    """The text of the bill."""
    return builds.get(window).with_suffix(".cdx.json").read_text("utf-8")


def components(builds: Builds, window: str) -> dict[str, str]:
    """What is listed, in small letters as packages' names are compared, with versions."""
    found: list[dict[str, Any]] = json.loads(bill(builds, window))["components"]
    return {each["name"].lower(): each["version"] for each in found}


def run(builds: Builds, window: str, script: str, given: str = "") -> str:
    """What the build's own Python says to this script."""
    done = subprocess.run(
        [builds.python(window), "-c", script],
        input=given,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout
