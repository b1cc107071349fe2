"""A real reverse proxy in front of a chat, with the configuration that the documents show."""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import urlencode

from tests.conftest import unavailable
from tests.running import DEADLINE, ROOT, eventually

NAME: Final = "chat.example.org"
"""The public name of the examples; it leads to this machine here."""

EXAMPLES: Final = ROOT / "docs" / "proxies"
PATH_EXAMPLES: Final = EXAMPLES / "path"
"""Where the chat has no more than a path of the public name."""

SECONDS: Final = DEADLINE

_CERTIFICATE: Final = f"/etc/ssl/certs/{NAME}.pem"
_KEY: Final = f"/etc/ssl/private/{NAME}.key"

_NGINX: Final = """
daemon off;
user root;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {example};
}}
"""

_CADDY: Final = """
{{
    admin off
    auto_https disable_redirects
    skip_install_trust
    storage file_system {folder}/caddy
    http_port {plain}
    https_port {secure}
    log {{
        level ERROR
    }}
}}
import {example}
"""

_APACHE: Final = """
ServerRoot /etc/apache2
ServerName localhost
PidFile {folder}/apache.pid
DefaultRuntimeDir {folder}
ErrorLog {folder}/apache.log
User www-data
Group www-data
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
Listen 127.0.0.1:{plain}
Listen 127.0.0.1:{secure}
Include {example}
"""


@dataclass(frozen=True)
class Kind:
    """One program: its package and example, and what Debian's own configuration does for it."""

    program: str
    package: str
    example: str
    around: str
    command: Callable[[str], tuple[str, ...]]
    held: str
    """Where the example says for how long an answer is awaited."""
    kept: str
    """Where it says for how long an idle connection to the chat is kept."""


NGINX: Final = Kind(
    "nginx",
    "nginx-light",
    "nginx.conf",
    _NGINX,
    lambda file: ("nginx", "-c", file),
    r"proxy_read_timeout (\d+)s;",
    r"keepalive_timeout (\d+)s;",
)
CADDY: Final = Kind(
    "caddy",
    "caddy",
    "Caddyfile",
    _CADDY,
    lambda file: ("caddy", "run", "--adapter", "caddyfile", "--config", file),
    r"response_header_timeout (\d+)s\n",
    r"keepalive (\d+)s\n",
)
APACHE: Final = Kind(
    "apache2",
    "apache2",
    "apache.conf",
    _APACHE,
    lambda file: ("apache2", "-DFOREGROUND", "-f", file),
    r"\btimeout=(\d+)",
    r"\bttl=(\d+)",
)
KINDS: Final = (NGINX, CADDY, APACHE)


class Proxy:
    """Started on entering and ended on leaving; in the foreground and on ports of its own."""

    def __init__(
        self,
        kind: Kind,
        chat: int,
        certificate: Path,
        key: Path,
        folder: Path,
        *,
        examples: Path = EXAMPLES,
    ) -> None:
        if shutil.which(kind.program) is None:
            unavailable(f"{kind.program} is not installed (apt-get install {kind.package})")
        self._folder = folder
        self.plain, self.secure = free_ports()
        example = self._written(examples / kind.example, chat, certificate, key)
        self._config = folder / "main.conf"
        self._config.write_text(
            kind.around.format(folder=folder, example=example, plain=self.plain, secure=self.secure)
        )
        self._command = kind.command(str(self._config))
        self._process: subprocess.Popen[bytes] | None = None

    def _written(self, example: Path, chat: int, certificate: Path, key: Path) -> Path:
        """The example with nothing but ports and paths replaced; each must be there."""
        text = example.read_text("utf-8")
        replaced = [("127.0.0.1:8080", f"127.0.0.1:{chat}")]
        replaced += [(_CERTIFICATE, str(certificate)), (_KEY, str(key))]
        if example.name != CADDY.example:  # there the ports are options around it
            form = "listen {}" if example.name == NGINX.example else "*:{}>"
            there = form.replace("listen ", "listen 127.0.0.1:")
            ports = ((80, self.plain), (443, self.secure))
            replaced += [(form.format(old), there.format(new)) for old, new in ports]
        for old, new in replaced:
            assert old in text, f"{example.name} has no {old}"
            text = text.replace(old, new)
        written = self._folder / example.name
        written.write_text(text)
        return written

    def __enter__(self) -> Self:
        with (self._folder / "proxy.stderr").open("wb") as errors:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                cwd=self._folder,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self._folder)},
            )
        try:
            eventually(self._answers)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(SECONDS)

    def _answers(self) -> bool:
        assert self._process is not None
        said = (self._folder / "proxy.stderr").read_text("utf-8", "replace")
        assert self._process.poll() is None, f"the proxy ended: {said}"
        for port in (self.plain, self.secure):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5):
                continue
            return False
        return True

    def url(self, *, tls: bool) -> str:
        return f"https://{NAME}:{self.secure}" if tls else f"http://{NAME}:{self.plain}"

    def visitor(self, address: str = "127.0.0.1", *, tls: bool = False) -> Visitor:
        """Somebody at this address."""
        return Visitor(self.secure if tls else self.plain, address, tls=tls)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Visitor:
    """Asks from an address of this machine; each time on a connection of its own."""

    def __init__(self, port: int, address: str, *, tls: bool = False) -> None:
        self._port = port
        self._address = address
        self._tls = tls

    def ask(
        self,
        path: str,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """GET, or POST where there are fields."""
        if fields is None:
            return self._asked("GET", path, None, headers or {})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._asked("POST", path, urlencode(fields).encode(), {**(headers or {}), **kind})

    def send(self, path: str, data: bytes) -> Reply:
        """A file, as it is."""
        return self._asked("POST", path, data, {})

    @contextlib.contextmanager
    def sending(self, path: str, size: int) -> Iterator[http.client.HTTPConnection]:
        """A file of so many bytes, of which none went yet."""
        with contextlib.closing(self._connected()) as connection:
            connection.putrequest("POST", path, skip_host=True)
            connection.putheader("Host", self._host)
            connection.putheader("Content-Length", str(size))
            connection.endheaders()
            yield connection

    @property
    def _host(self) -> str:
        return f"{NAME}:{self._port}"

    def _connected(self) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(
            "127.0.0.1", self._port, timeout=SECONDS, source_address=(self._address, 0)
        )
        if self._tls:
            connection.connect()
            connection.sock = _unchecked().wrap_socket(connection.sock, server_hostname=NAME)
        return connection

    def _asked(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Reply:
        with contextlib.closing(self._connected()) as connection:
            connection.request(method, path, body, {"Host": self._host, **headers})
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())

    def say(self, message: str, headers: Mapping[str, str] | None = None) -> Any:
        """The chat's answer to a message by somebody without a cookie."""
        reply = self.ask("/pub", {"nick": "visitor", "message": message}, headers)
        assert reply.status in (200, 201), reply
        return reply.json


def _unchecked() -> ssl.SSLContext:
    """The certificate is the test's own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def free_ports() -> tuple[int, int]:
    """Two, below those that the system gives to whoever connects: with thousands of connections
    beside it one of these would be taken before the proxy listens there.
    """
    free = (port for port in iter(lambda: random.randrange(10_000, 30_000), None) if _is_free(port))
    return next(free), next(free)


def _is_free(port: int) -> bool:
    with socket.socket() as asked:
        try:
            asked.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
