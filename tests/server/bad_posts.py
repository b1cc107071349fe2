"""Messages that cannot be accepted, or not from there."""

from __future__ import annotations

from tests.server.raw import post
from tests.server.refusal import Refusal

JSON = "application/json"

BAD_POSTS = [
    Refusal(
        400,
        "The request is not right",
        "The form is not valid UTF-8.",
        {
            "a form that is not UTF-8": post(b"message=\xff"),
            "a form that is not UTF-8 under its escapes": post(b"message=%ff"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The form has more than 20 fields.",
        {
            "a form with more than 20 fields": post(b"message=a" + b"&a=b" * 20),
        },
    ),
    Refusal(
        409,
        "There is a room like this",
        "There is a room “lobby” that looks the same. Use that one, or choose another name.",
        {
            "a room with a Cyrillic o": post("message=a&room=l\u043ebby".encode()),
            "a room of letters of mathematics": post("message=a&room=\U0001d4c1obby".encode()),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The room's name holds characters that cannot be seen, so that it would look like another. "
        "Type it again by hand.",
        {
            "a room with a grapheme joiner": post("message=a&room=lobby\u034f".encode()),
            "a room with a variation selector": post("message=a&room=lobby\ufe0f".encode()),
            "a room of a filler": post("message=a&room=\u3164".encode()),
            "a room with a joiner between Latin letters": post("message=a&room=a\u200db".encode()),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The room's name has more than 10 marks on one letter.",
        {
            "a room of a tower of marks": post(b"message=a&room=q" + b"%CC%A3" * 11),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The nickname has more than 10 marks on one letter.",
        {
            "a nickname of a tower of marks": post(b"message=a&nick=q" + b"%CC%A3" * 11),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "There is no message. Send it in the field named message.",
        {
            "an empty body": post(b""),
            "an empty body as JSON": post(b"", kind=JSON),
            "a body of nothing but a nick": post(b"nick=Ada"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The JSON is not valid UTF-8.",
        {
            "JSON that is not UTF-8": post(b'{"message": "\xff"}', kind=JSON),
            "JSON in UTF-16": post('{"message": "a"}'.encode("utf-16"), kind=JSON),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The body is not valid JSON.",
        {
            "JSON that is none": post(b"message=a", kind=JSON),
            "JSON that stops in the middle": post(b'{"message": "a', kind=JSON),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The JSON must be an object with the fields of the message.",
        {
            "JSON that is a list": post(b'["a"]', kind=JSON),
            "JSON that is a text": post(b'"a"', kind=JSON),
            "JSON that is null": post(b"null", kind=JSON),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The JSON is nested too deeply.",
        {
            "JSON nested deeply": post(b"[" * 30_000 + b"]" * 30_000, kind=JSON),
            "JSON objects nested deeply": post(b'{"a":' * 10_000 + b"1" + b"}" * 10_000, kind=JSON),
            "JSON that no Python finds deep": post(b'{"a":' * 65 + b"1" + b"}" * 65, kind=JSON),
        },
    ),
    Refusal(
        413,
        "Too long",
        "The request's body is over the limit of 65,536 bytes.",
        {
            "JSON over the limit, nested 100,000 deep": post(b"[" * 100_000, kind=JSON),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The message must be text.",
        {
            "JSON with a number of 5,000 digits": post(
                b'{"message": ' + b"9" * 5_000 + b"}", kind=JSON
            ),
            "a message that is a number": post(b'{"message": 1}', kind=JSON),
            "a message that is null": post(b'{"message": null}', kind=JSON),
            "a message that is a list": post(b'{"message": ["a"]}', kind=JSON),
            "a message that is an object": post(b'{"message": {}}', kind=JSON),
            "a message that is not a number": post(b'{"message": NaN}', kind=JSON),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The message holds half of a character. Send it as valid Unicode.",
        {
            "half a character in the message": post(rb'{"message": "\ud800"}', kind=JSON),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The nickname holds half of a character. Send it as valid Unicode.",
        {
            "half a character in the nick": post(rb'{"message": "a", "nick": "\udfff"}', kind=JSON),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "A room's name is made of letters, digits, - and _ only.",
        {
            "half a character in the room": post(rb'{"message": "a", "room": "\udfff"}', kind=JSON),
            "a room with a space in it": post(b"message=a&room=a+b"),
            "a room with a slash in it": post(b"message=a&room=a/b"),
            "a room with a comma in it": post(b"message=a&room=a,b"),
            "a room of an emoji": post(b"message=a&room=%F0%9F%98%80"),
            "a room that is an asterisk": post(b"message=a&room=*"),
            "a room that is a mark without a letter": post(b"message=a&room=%CC%88"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The key must be text of printable ASCII characters.",
        {
            "half a character in the key": post(rb'{"message": "a", "key": "\udfff"}', kind=JSON),
            "a key that is a number": post(b'{"message": "a", "key": 1}', kind=JSON),
            "a key that is an object": post(b'{"message": "a", "key": {}}', kind=JSON),
            "a key that is not ASCII": post(b"message=a&key=%C3%A9"),
            "a key with a line end in it": post(b"message=a&key=a%0Ab"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The nickname must be text.",
        {
            "a nick that is a number": post(b'{"message": "a", "nick": 1}', kind=JSON),
            "a nick that is null": post(b'{"message": "a", "nick": null}', kind=JSON),
            "a nick that is a list": post(b'{"message": "a", "nick": []}', kind=JSON),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The room's name must be text.",
        {
            "a room that is a number": post(b'{"message": "a", "room": 1}', kind=JSON),
            "a room that is null": post(b'{"message": "a", "room": null}', kind=JSON),
            "a room that is true": post(b'{"message": "a", "room": true}', kind=JSON),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The message is empty. Write something first.",
        {
            "an empty message": post(b"message="),
            "a message of blanks and line ends": post(b"message=+%0A%09+%E2%80%83"),
            "a message of control characters": post(b"message=%00%01%7f"),
            "a message of what cannot be seen": post("message=\u200b\u3164\u2800".encode()),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The message has more than 10 marks on one letter, which would stand in the lines of "
        "others. Take some away.",
        {
            "a tower of marks": post(("message=Z" + "\u0301\u0323" * 30).encode()),
            "one mark too many": post(("message=a Z" + "\u0301" * 11 + "b").encode()),
        },
    ),
    Refusal(
        413,
        "Too long",
        "The message has 4,001 characters; at most 4,000 are allowed.",
        {
            "a message of 4,001 characters": post(b"message=" + b"a" * 4_001),
        },
    ),
    Refusal(
        413,
        "Too long",
        "The nickname has 41 characters; at most 40 are allowed.",
        {
            "a nick of 41 characters": post(b"message=a&nick=" + b"n" * 41),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The key must have 1 to 64 characters.",
        {
            "an empty key": post(b"message=a&key="),
            "a key of 65 characters": post(b"message=a&key=" + b"k" * 65),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The room's name is empty. Leave it out for the lobby.",
        {
            "an empty room": post(b"message=a&room="),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The room's name has 65 characters; at most 64 are allowed.",
        {
            "a room of 65 characters": post(b"message=a&room=" + b"r" * 65),
        },
    ),
    Refusal(
        415,
        "Not a form of body this server reads",
        "Send the message as a form (application/x-www-form-urlencoded) or as application/json.",
        {
            "a body that is plain text": post(b"hello", kind="text/plain"),
            "a body that is multipart": post(b"--a--", kind="multipart/form-data; boundary=a"),
            "a Content-Type that is none": post(b"message=a", kind=";;;"),
            "a Content-Type of two": post(b"message=a", "Content-Type: text/plain"),
        },
    ),
    Refusal(
        415,
        "Not a form of body this server reads",
        "Send the body as it is, without a Content-Encoding.",
        {
            "a gzipped body": post(b"message=a", "Content-Encoding: gzip"),
        },
    ),
    Refusal(
        403,
        "Not allowed",
        "A page of another site may not write to this chat. Open its own page.",
        {
            "a page of another site": post(b"message=a", "Origin: http://evil.example"),
            "a page of another port": post(b"message=a", "Origin: http://localhost:1"),
            "a page without an origin": post(b"message=a", "Origin: null"),
            "an Origin that is empty": post(b"message=a", "Origin:"),
            "an Origin that is no address": post(b"message=a", "Origin: http://["),
            "a page of another site, by Sec-Fetch-Site": post(
                b"message=a", "Sec-Fetch-Site: cross-site"
            ),
            "a page of a neighbour site, by Sec-Fetch-Site": post(
                b"message=a", "Sec-Fetch-Site: same-site"
            ),
            "a Sec-Fetch-Site that nobody knows": post(b"message=a", "Sec-Fetch-Site: moon"),
            "a page without an origin, in HTTP/1.0 without a Host": b"POST /pub HTTP/1.0\r\n"
            b"Origin: null\r\nContent-Length: 9\r\n\r\nmessage=a",
        },
    ),
]
