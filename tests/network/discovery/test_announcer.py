"""The announcer's thread goes on, whatever the system refuses it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

import pytest

from tests.network.discovery.lan import Lan

OUT_OF_FILES: Final = """
import logging, os, resource, sys, threading
from appliance.network.discovery.announcer import Announcer
from appliance.network.discovery.networks import outward
from appliance.network.discovery.standing import Standing

class Said(logging.Handler):
    def emit(self, record):
        print(record.getMessage(), flush=True)
        complained.set()

def hear(name):
    names.append(name)
    called.set() if name else None

def limit(files):
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))

_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
names, complained, called = [], threading.Event(), threading.Event()
logging.getLogger("appliance").addHandler(Said())
announcer = Announcer("Den", Standing("x"), 8080, lambda: outward(""), hear)
limit(os.dup(0))
announcer.start()
assert complained.wait(10)
limit(hard)
assert called.wait(30)

# It looks at once; that it cannot see anything is no reason to let go of what is announced.
complained.clear()
limit(os.dup(0))
announcer.share(True)
assert complained.wait(10)
assert names[-1] == "den.local"
limit(hard)
announcer.end()
announcer.join()
"""


@pytest.fixture
def lan() -> Iterator[Lan]:
    with Lan() as made:
        yield made


def test_out_of_files_it_says_so_once_and_goes_on_when_there_are_some(lan: Lan) -> None:
    ended = lan.machine("den").run(sys.executable, "-c", OUT_OF_FILES)
    assert ended.stderr == ""
    assert ended.returncode == 0
    assert ended.stdout.splitlines() == [
        "The chat is not announced on this network by mDNS: Too many open files",
        "Whether the network has changed cannot be seen: Too many open files",
    ]
