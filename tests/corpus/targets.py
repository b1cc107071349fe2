"""The target of a request (RFC 9112, 3.2)."""

from __future__ import annotations

from typing import Final

from tests.corpus.case import HOST, Case, accepted, either, head, path, refused

FIRST: Final = path("first")


def to(target: str, method: str = "GET", host: str = HOST) -> bytes:
    return head(f"{method} {target} HTTP/1.1", f"Host: {host}")


FOUND: Final = (
    *(FIRST, "/rooms/firs%74/messages", "/%72ooms/first/messages", FIRST + "?", FIRST + "?limit=5"),
    *(FIRST + "?a", FIRST + "?a=b&a=c", FIRST + "?a=%00", FIRST + "?a=%zz", FIRST + "?a=/../x"),
    *(
        FIRST + "?" + "a" * 4_000,
        FIRST + "?a?b?c",
        FIRST + "?=",
        FIRST + "?&&",
        FIRST + "?a=http://b",
    ),
    *(
        f"http://{HOST}{FIRST}",
        f"HTTP://{HOST}{FIRST}",
        f"http://{HOST}{FIRST}?a=b",
        f"http://{HOST}:80{FIRST}",
    ),
)
# Nothing is there, or something may be; a proxy may tidy them up first.
STRANGE: Final = (
    *(
        "/",
        "//",
        "///",
        "/.",
        "/..",
        "/../..",
        "/rooms/../rooms/first/messages",
        "//rooms/first/messages",
    ),
    *(
        "/rooms//first/messages",
        "/rooms/first/messages/",
        "/./rooms/first/messages",
        "/nothing",
        "/%",
    ),
    *("/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "/%zz", "/%0", "/%00", "/%0d%0aX:%20y"),
    *(
        "/rooms/first%2fmessages",
        "/rooms/first/messages;a=b",
        "/rooms/%ff/messages",
        "/rooms/%c0%af/messages",
    ),
    *(
        "/\\..\\..",
        "/a|b",
        "/a^b",
        "/{a}",
        "/a`b",
        '/a"b',
        "/<a>",
        "/a'b",
        "/~a",
        "/$a",
        "/a@b:c",
        "/a:80",
    ),
    *("/" + "a" * 8_000, "/" + "a/" * 2_000, "/%E2%80%AE", "/a,b", "/(a)", "/*", "/!", "/=", "/&"),
    *("/rooms/first/messages#a", "/#", "/?#", f"//{HOST}/about", "/http://evil.example/", "/a%20b"),
    *(f"http://{HOST}", f"http://{HOST}?a", f"http://{HOST}/nothing"),
)
FOREIGN: Final = (
    *(
        "http://evil.example/",
        f"https://evil.example{FIRST}",
        "http://evil.example:80/",
        "http://10.0.0.1/",
    ),
    *(
        f"http://{HOST}.evil.example/",
        f"http://{HOST}@evil.example/",
        f"http://evil.example#{HOST}/",
    ),
)
WRONG: Final = (
    *(
        "",
        "about",
        "rooms/first/messages",
        "?a",
        "#",
        "a:b",
        ":80",
        "*",
        "..",
        "a b",
        "/a b",
        "/ ",
        " /",
    ),
    *(
        "/a\tb",
        "/a\x00b",
        "/\x01",
        "/\x7f",
        "/caf\xc3\xa9",
        "/\xff",
        "/a?b c",
        "/a?\x00",
        "/a?\xe4",
        "/a\x0bb",
    ),
    *(
        "http:///about",
        "http://",
        "http:/about",
        "http:about",
        "http://[::1/about",
        "http://[/",
        "http://a b/",
    ),
    *(
        "ftp://a/b",
        f"ftp://{HOST}/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:,",
        "ws://a/",
        "urn:a:b",
    ),
    *("\\about", "\\\\a\\b", "http:\\\\a\\b", "/a\rb", "/a\nb", "\x00/", "\xef\xbb\xbf/", "//\x00"),
)

TARGETS: Final[dict[str, Case]] = {
    **{f"found: {target[:70]!r}": accepted(to(target)) for target in FOUND},
    **{
        f"strange: {target[:70]!r}": either(to(target), "*", statuses=(400, 414, 421))
        for target in STRANGE
    },
    **{
        f"foreign: {target!r}": either(to(target), "200|400|421", statuses=(400, 421))
        for target in FOREIGN
    },
    **{f"wrong: {target!r}": refused(to(target), 400, 404, 505) for target in WRONG},
    "an asterisk of OPTIONS": accepted(to("*", "OPTIONS"), "*"),
    "an asterisk and more of OPTIONS": refused(to("*a", "OPTIONS")),
    "a path of CONNECT": refused(to("/", "CONNECT"), 400, 405, 501),
    "an address of CONNECT": refused(to("http://a/", "CONNECT"), 400, 405, 501),
    "a name and a port of CONNECT": refused(to("a.example:443", "CONNECT"), 400, 405, 501),
    "an IPv6 address of CONNECT": refused(to("[::1]:443", "CONNECT"), 400, 405, 501),
    "nothing of CONNECT": refused(to("", "CONNECT"), 400, 405, 501, 505),
    "a target over the limit": refused(to("/" + "a" * 20_000), 414, 431),
    "a query over the limit": refused(to(FIRST + "?" + "a" * 20_000), 414, 431),
}
