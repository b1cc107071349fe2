"""The contenders: how each is started, and how its polls look. One table, one row each."""

from __future__ import annotations

import os
import pwd
import shutil
import string
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.bench.failure import Missing

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SILENT_S = 50  # of idling: polls with wait=60 do not expire meanwhile, parking takes under 10 s
EXPIRING_S = 60  # of idling: polls with wait=25 expire twice meanwhile
OPEN_FILES = 20_000  # what one server may open; an own limit below it is kept
NCHAN_MODULES = (
    Path("/usr/lib/nginx/modules/ngx_nchan_module.so"),
    Path("/usr/lib64/nginx/modules/ngx_nchan_module.so"),
)


@dataclass(frozen=True)
class Site:
    """Where a contender runs: its port, an empty folder of its own, and the tools built for it."""

    port: int
    folder: Path
    kernel: Path
    peer_python: Path | None  # None: the peers' packages could not be installed
    answer_bytes: int  # the size of our answer, for who can choose


@dataclass(frozen=True)
class Contender:
    """One server under test; ``command`` raises ``Missing`` where it cannot run."""

    name: str
    what: str
    command: Callable[[Site], list[str]]
    poll: str
    cursor: str = "json"  # where the generator finds it: none, json (body), nchan (headers)
    first_cursor: str = "0"
    forgets: bool = False  # cursors of before a restart mean nothing: clients begin anew
    raw: bool = False  # hands on the published body as it is
    ready_line: str | None = None  # printed on stdout when it accepts; else a connection tells
    gauge: str | None = None  # a metric on /metrics that counts parked polls
    idle_polls: dict[str, tuple[str, int]] = field(default_factory=dict)  # label: path, seconds
    folder: Path = ROOT  # in which it is started


def _ours(site: Site) -> list[str]:
    data = site.folder / "data"
    command = [sys.executable, "-m", "appliance", "serve", "--host", "127.0.0.1"]
    return [*command, "--port", str(site.port), "--data", str(data)]


def _ours_with_private_rooms(site: Site) -> list[str]:
    module = [sys.executable, "-m", "tests.bench.private_rooms"]
    subprocess.run([*module, str(site.folder / "data")], check=True, cwd=ROOT)
    return _ours(site)


def _peer(module: str) -> Callable[[Site], list[str]]:
    def command(site: Site) -> list[str]:
        if site.peer_python is None:
            raise Missing("its Python packages are not installed")
        return [str(site.peer_python), "-m", f"tests.bench.peers.{module}", str(site.port)]

    return command


def nginx(site: Site, template: str, **values: object) -> list[str]:
    """The command for nginx with the configuration ``template``. Raises ``Missing``."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        raise Missing("apt-get install nginx")
    # As root nginx would change to another user, who may not enter the temporary folder.
    user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""
    text = string.Template((HERE / template).read_text()).substitute(
        values, user=user, folder=site.folder, port=site.port
    )
    config = site.folder / "nginx.conf"
    config.write_text(text)
    return [program, "-p", str(site.folder), "-e", "stderr", "-c", str(config)]


def _nchan(site: Site) -> list[str]:
    module = next((path for path in NCHAN_MODULES if path.exists()), None)
    if module is None:
        raise Missing("apt-get install libnginx-mod-nchan")
    return nginx(site, "nginx.conf.in", module=module, files=OPEN_FILES)


def _kernel(site: Site) -> list[str]:
    return [str(site.kernel), str(site.port), str(site.answer_bytes)]


POLL = "/sub?room=lobby&since=%CURSOR%&wait=60"
CONTENDERS = {
    row.name: row
    for row in (
        Contender(
            "ours",
            "python -m appliance serve: parked polls, durable SQLite",
            _ours,
            POLL,
            ready_line="ready ",
            gauge="chat_polls_parked",
            idle_polls={
                "wait=60": (POLL, SILENT_S),
                "wait=25": (POLL.replace("60", "25"), EXPIRING_S),
            },
        ),
        Contender(
            "seed",
            "the article's: Bottle, pywsgi, a 0MQ socket for each poll",
            _peer("seed_app"),
            "/sub",
            cursor="none",
        ),
        Contender(
            "greenlet",
            "plain WSGI on pywsgi, a greenlet for each poll, in memory",
            _peer("greenlet_app"),
            POLL,
            idle_polls={"wait=60": (POLL, SILENT_S)},
        ),
        Contender(
            "starlette",
            "Starlette, uvicorn, uvloop, httptools, one worker, in memory",
            _peer("starlette_app"),
            POLL,
            idle_polls={"wait=60": (POLL, SILENT_S)},
        ),
        Contender(
            "nchan",
            "nginx with nchan, one worker process, in memory",
            _nchan,
            "/sub?room=lobby&wait=60",
            cursor="nchan",
            first_cursor="",
            forgets=True,  # an unknown cursor ends nchan 1.3.6 by an assertion
            raw=True,
            idle_polls={"no timeout": ("/sub?room=lobby&wait=60", SILENT_S)},
        ),
        Contender(
            "kernel",
            "a C server that only sends bytes: the kernel's price",
            _kernel,
            POLL.replace("%CURSOR%", "0"),
            cursor="none",
            idle_polls={"no timeout": (POLL.replace("%CURSOR%", "0"), SILENT_S)},
        ),
    )
}


_MEMBERS = replace(CONTENDERS["ours"], name="members", poll=POLL.replace("lobby", "*"))
PRIVATE = {
    "members": replace(_MEMBERS, what="ours, each client polling for all rooms"),
    "insiders": replace(
        _MEMBERS,
        name="insiders",
        what="the same, each in three different private rooms",
        command=_ours_with_private_rooms,
    ),
}
"""What private rooms cost a public message: not among those that are compared by default."""
