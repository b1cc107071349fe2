"""A network with several machines on this machine: namespaces joined by a bridge of their own."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, Final, Self

from tests.conftest import unavailable
from tests.running import ROOT, SERVE, RunningServer
from tests.surroundings import elsewhere

_numbers = itertools.count(1)


class Lan:
    """The bridge, in a namespace of its own: nothing on it leads anywhere else.

    Made on entering, removed with all its machines on leaving. Needs root and `ip`.
    """

    def __init__(self) -> None:
        self._switch = f"chat-lan-{os.getpid()}-{next(_numbers)}"
        self._stack = ExitStack()
        self._machines = 0

    def __enter__(self) -> Self:
        if os.geteuid() != 0 or shutil.which("ip") is None:
            unavailable("network namespaces need root and ip (apt-get install iproute2)")
        try:
            self._namespace(self._switch)
        except subprocess.CalledProcessError as error:
            unavailable(f"no network namespaces here: {error.stderr}")
        with ExitStack() as undo:
            undo.push(self.__exit__)
            try:
                ip("-n", self._switch, "link", "add", "lan", "type", "bridge")
            except subprocess.CalledProcessError as error:
                unavailable(f"no bridges here: {error.stderr}")
            ip("-n", self._switch, *["link", "set", "lan", "up"])
            undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def machine(self, name: str) -> Machine:
        """One more machine with this host name, plugged in."""
        self._machines += 1
        machine = Machine(f"{self._switch}-{self._machines}", name, self._machines)
        self._namespace(machine.namespace)
        self.wire(machine)
        machine.configure()
        return machine

    def plug(self, machine: Machine, *, on: bool) -> None:
        """Put the machine's cable in, or pull it out; its own end stays up."""
        master = ("master", "lan") if on else ("nomaster",)
        ip("-n", self._switch, "link", "set", f"c{machine.number}", *master)

    def wire(self, machine: Machine) -> None:
        """A new network card for the machine, plugged in: the first one, or instead of it."""
        cable = f"c{machine.number}"
        ip("-n", self._switch, "link", "add", cable, "type", "veth", "peer", "name", "eth0",
           "netns", machine.namespace)  # fmt: skip
        ip("-n", self._switch, "link", "set", cable, "master", "lan", "up")

    def _namespace(self, name: str) -> None:
        ip("netns", "add", name)
        self._stack.callback(ip, "netns", "delete", name)
        ip("-n", name, "link", "set", "lo", "up")


class Machine:
    """A namespace with one network card and a host name."""

    def __init__(self, namespace: str, name: str, number: int) -> None:
        self.namespace = namespace
        self.number = number
        self.address = f"198.51.100.{number}"
        self._name = name

    def configure(self) -> None:
        self.ip("address", "add", f"{self.address}/24", "dev", "eth0")
        self.ip("link", "set", "eth0", "up")
        self.ip("route", "add", "default", "dev", "eth0")

    def ip(self, *words: str) -> None:
        ip("-n", self.namespace, *words)

    def only_ipv6(self) -> str:
        """Take its IPv4 away; gives the address that it has instead."""
        address = f"2001:db8::{self.number:x}"
        self.ip("address", "flush", "dev", "eth0")
        self.ip("address", "add", f"{address}/64", "dev", "eth0")
        return address

    def join(self, other: Machine, number: int) -> tuple[str, str]:
        """One more network, of nobody but the two; gives their addresses on it."""
        card, own, others = f"eth{number}", f"198.18.{number}.1", f"198.18.{number}.2"
        self.ip("link", "add", card, "type", "veth", "peer", "name", card,
                "netns", other.namespace)  # fmt: skip
        for machine, address in ((self, own), (other, others)):
            machine.ip("address", "add", f"{address}/24", "dev", card)
            machine.ip("link", "set", card, "up")
        return own, others

    def command(self, *words: str) -> tuple[str, ...]:
        """`words` as a command that runs there, under the machine's own name."""
        inside = 'hostname "$0"; exec "$@"'
        named = ("unshare", "--uts", "sh", "-c", inside, self._name)
        return elsewhere(self.namespace, *named, *words)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), capture_output=True, text=True, timeout=40, check=False, cwd=ROOT
        )

    @contextmanager
    def chat(
        self, data: Path, *options: str, path: Path | None = None, host: str = "0.0.0.0"
    ) -> Iterator[Chat]:
        """`chat-appliance serve` for everyone on the network; modules in `path` come first."""
        command = self.command(*_first(path), *SERVE)
        with Chat(self, data, *options, command=command, host=host) as chat:
            yield chat

    def find(self, seconds: float = 3, path: Path | None = None) -> list[dict[str, Any]]:
        """What `chat-appliance find --json` lists there."""
        ended = self.find_plainly(seconds, "--json", path=path)
        assert ended.returncode in (0, 69), ended.stderr
        assert "Traceback" not in ended.stderr, ended.stderr
        return [json.loads(line) for line in ended.stdout.splitlines()]

    def find_plainly(
        self, seconds: float, *options: str, path: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        words = ("-m", "appliance", "find", "--seconds", str(seconds), *options)
        return self.run(*_first(path), sys.executable, *words)

    def resolve(self, name: str) -> set[str]:
        """The addresses of `name`, asked of everybody on the network as simple resolvers do
        (RFC 6762, 6.7); no code of ours and no zeroconf has a part in it.
        """
        asker = Path(__file__).with_name("asker.py")
        return set(self.run(sys.executable, str(asker), name).stdout.split())

    def resolve_on(self, name: str, *cards: str) -> dict[str, set[str]]:
        """The addresses of `name` that are heard by each of the cards with these addresses."""
        asker = Path(__file__).with_name("asker.py")
        heard: dict[str, set[str]] = {card: set() for card in cards}
        for line in self.run(sys.executable, str(asker), name, *cards).stdout.splitlines():
            card, _, address = line.partition(" ")
            heard[card].add(address)
        return heard

    def dig(self, asked: Machine, name: str) -> set[str]:
        """The addresses of `name` that the machine `asked` gives Debian's dig."""
        ended = self.run(
            "dig", "+short", "+tries=1", "+timeout=2", "-p", "5353", f"@{asked.address}", name, "A"
        )
        return set(re.findall(r"^[0-9.]+$", ended.stdout, re.MULTILINE))

    def say(self, url: str, message: str) -> Any:
        """Post a message from there."""
        return json.loads(self._curl(url + "pub", f"nick=Bo&message={message}", ""))

    def hear(self, url: str, host: str) -> list[str]:
        """All messages, polled from there under the name `host`."""
        answer = json.loads(self._curl(url + "sub?since=0", "", host))
        return [entry["message"] for entry in answer["messages"]]

    def _curl(self, url: str, form: str, host: str) -> str:
        ended = self.run(sys.executable, "-c", _CURL, url, form, host)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    @contextmanager
    def watching(self) -> Iterator[Callable[[], list[str]]]:
        """Look at the network from there all the time; gives the names of what is there now."""
        command = self.command(sys.executable, "-u", "-c", _WATCH)
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        ) as watcher:
            said: list[list[str]] = [[]]
            assert watcher.stdout is not None
            lines = watcher.stdout
            reader = Thread(target=lambda: said.extend(map(json.loads, lines)))
            reader.start()
            try:
                yield lambda: said[-1]
            finally:
                assert watcher.stdin is not None
                watcher.stdin.close()
                reader.join()

    def squatter(self) -> AbstractContextManager[None]:
        """A program there that has the port of mDNS for itself."""
        return self._with(sys.executable, "-u", "-c", _SQUAT)

    def hostile(self, kind: str) -> AbstractContextManager[None]:
        """A program there that says what it should not: see hostile.py."""
        program = Path(__file__).with_name("hostile.py")
        return self._with(sys.executable, str(program), kind, self.address)

    @contextmanager
    def _with(self, *words: str) -> Iterator[None]:
        """A program there that says when it is, and ends with its input."""
        with subprocess.Popen(
            self.command(*words), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as program:
            assert program.stdin is not None
            assert program.stdout is not None
            assert program.stdout.readline() == "there\n"
            try:
                yield
            finally:
                program.stdin.close()


_CURL: Final = """
import sys
from urllib.request import Request, urlopen

_, url, form, host = sys.argv
request = Request(url, form.encode() or None, {"Host": host} if host else {})
print(urlopen(request, timeout=5).read().decode())
"""

_WATCH: Final = """
import json, sys
from appliance.network.discovery.browse import Browser

browser = Browser(lambda chats: print(json.dumps([chat.name for chat in chats])))
sys.stdin.read()
browser.close()
"""

_SHARE: Final = """
import sys
from urllib.request import HTTPCookieProcessor, Request, build_opener

_, url, token, wanted = sys.argv
owner = build_opener(HTTPCookieProcessor())
owner.open(f"{url}/admin?token={token}", timeout=5).close()
headers = {"Content-Type": "application/json"}
switch = Request(url + "/sharing", wanted.encode(), headers, method="PUT")
print(owner.open(switch, timeout=5).read().decode())
"""

_SQUAT: Final = """
import socket, sys

holder = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
holder.bind(("", 5353))
print("there")
sys.stdin.read()
"""


class Chat(RunningServer):
    """A server for everyone on a machine of the network."""

    def __init__(
        self,
        machine: Machine,
        data: Path,
        *options: str,
        command: tuple[str, ...],
        host: str,
    ) -> None:
        # Of two --host the last counts.
        super().__init__(data, "--host", host, *options, command=command)
        self.machine = machine

    def share(self, shared: bool) -> Any:
        """Turn the switch, on the machine itself as its owner does."""
        token = (self.data / "admin.token").read_text().strip()
        wanted = json.dumps({"shared": shared})
        ended = self.machine.run(sys.executable, "-c", _SHARE, self.url, token, wanted)
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout)

    def rename(self, name: str) -> None:
        """Call its machine otherwise, as `hostnamectl` does."""
        inside = ("nsenter", "--target", str(self.pid), "--uts", "hostname", name)
        subprocess.run(inside, check=True, timeout=20)

    def log_lines(self) -> str:
        return self.errors.read_text()

    @property
    def called(self) -> str:
        """The name that it says it is announced as last; empty until then."""
        names = re.findall(r"Announced on this network as (\S+)", self.log_lines())
        return names[-1] if names else ""


def _first(path: Path | None) -> tuple[str, ...]:
    return ("env", f"PYTHONPATH={path}") if path is not None else ()


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True, timeout=20)
