"""Files put together by hand, with a secret wherever one may be, and what is to stay beside it.

None of them can be painted or heard. They are small, so that what is changed in them by chance is
mostly what matters.
"""

from __future__ import annotations

import struct
import zlib
from typing import Final

SECRET: Final = b"47.3769N 8.5417E"
SHOWN: Final = b"what is painted or heard"
COLOURS: Final = b"a profile of colours"


def tiff(turned: int = 6, order: str = "<") -> bytes:
    """EXIF: how the picture is turned, and who made it with what, in places."""
    fields = struct.pack(order + "HHIHH", 0x0112, 3, 1, turned, 0)
    fields += struct.pack(order + "HHII", 0x010F, 2, len(SECRET), 38)
    mark = b"II*\0" if order == "<" else b"MM\0*"
    head = mark + struct.pack(order + "IH", 8, 2)
    return head + fields + struct.pack(order + "I", 0) + SECRET


# JPEG


def segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload


def frame(width: int = 32, height: int = 20) -> bytes:
    return segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\0")


JFIF: Final = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
ICC: Final = segment(0xE2, b"ICC_PROFILE\0\1\1" + COLOURS)
ADOBE: Final = segment(0xEE, b"Adobe\0\x64\0\0\0\0\1")
SCAN: Final = segment(0xDA, b"\1\1\0\0\x3f\0") + SHOWN + b"\xff\0\xff\xd0" + SHOWN

JPEG_SECRETS: Final = {
    "XMP": segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
    "extended XMP": segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + SECRET),
    "IPTC": segment(0xED, b"Photoshop 3.0\0" + SECRET),
    "further pictures": segment(0xE2, b"MPF\0" + SECRET),
    "FlashPix": segment(0xE2, b"FPXR\0" + SECRET),
    "a small picture": segment(0xE0, b"JFXX\0\x10" + SECRET),
    "a maker's own": segment(0xE5, SECRET),
    "one that begins with nothing": segment(0xE7, b"\0none" + SECRET),
    "JUMBF": segment(0xEB, b"JP" + SECRET),
    "a comment": segment(0xFE, SECRET),
    "bytes between": SECRET,
    "a second EXIF": segment(0xE1, b"Exif\0\0" + tiff(3)),
}


def jpeg(*before: bytes, behind: bytes = b"") -> bytes:
    return b"".join((b"\xff\xd8", *before, frame(), SCAN, b"\xff\xd9", behind))


def exif(turned: int = 6, order: str = "<") -> bytes:
    return segment(0xE1, b"Exif\0\0" + tiff(turned, order))


# PNG


def chunk(name: bytes, payload: bytes = b"") -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + payload))
    return struct.pack(">I", len(payload)) + name + payload + checksum


def head(width: int = 32, height: int = 20) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


PNG_SECRETS: Final = {
    "text": chunk(b"tEXt", b"Comment\0" + SECRET),
    "packed text": chunk(b"zTXt", b"Comment\0\0" + SECRET),
    "XMP": chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRET),
    "the time": chunk(b"tIME", SECRET[:7]),
    "another's": chunk(b"prVt", SECRET),
    "signatures": chunk(b"caBX", SECRET),
}


def png(*before: bytes, behind: bytes = b"") -> bytes:
    parts = (head(), chunk(b"iCCP", COLOURS), *before, chunk(b"IDAT", SHOWN), chunk(b"IEND"))
    return b"".join((b"\x89PNG\r\n\x1a\n", *parts, behind))


# GIF


def pieces(data: bytes) -> bytes:
    return bytes((len(data),)) + data + b"\0"


GIF_LOOP: Final = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
GIF_SECRETS: Final = {
    "a comment": b"\x21\xfe" + pieces(SECRET),
    "XMP": b"\x21\xff\x0bXMP DataXMP" + SECRET + b"\1" + bytes(range(255, -1, -1)) + b"\0",
    "another's": b"\x21\xff\x0bELSEWHERE10" + pieces(SECRET),
}


def gif(*before: bytes, behind: bytes = b"") -> bytes:
    screen = b"GIF89a" + struct.pack("<HHBBB", 32, 20, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    image = b"\x21\xf9\x04\0\0\0\0\0\x2c" + struct.pack("<HHHHB", 0, 0, 32, 20, 0) + b"\2"
    return b"".join((screen, GIF_LOOP, *before, image, pieces(SHOWN), b"\x3b", behind))


# WebP and WAV


def riff_chunk(name: bytes, payload: bytes) -> bytes:
    return name + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)


def riff(form: bytes, *chunks: bytes, behind: bytes = b"") -> bytes:
    body = form + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body + behind


def canvas(flags: int) -> bytes:
    return riff_chunk(b"VP8X", bytes((flags, 0, 0, 0, 31, 0, 0, 19, 0, 0)))


def webp(*after: bytes, flags: int = 0x2C, behind: bytes = b"") -> bytes:
    painted = riff_chunk(b"VP8L", b"\x2f" + SHOWN)
    profile = riff_chunk(b"ICCP", COLOURS)
    return riff(b"WEBP", canvas(flags), profile, painted, *after, behind=behind)


WEBP_EXIF: Final = riff_chunk(b"EXIF", tiff())
WEBP_XMP: Final = riff_chunk(b"XMP ", SECRET)


def wave(*chunks: bytes) -> bytes:
    form = riff_chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8_000, 8_000, 1, 8))
    return riff(b"WAVE", form, *chunks, riff_chunk(b"data", SHOWN))


WAVE_SECRETS: Final = {
    name.decode(): riff_chunk(name, SECRET)
    for name in (b"bext", b"iXML", b"LIST", b"_PMX", b"id3 ")
}


# Boxes


def box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + name + body


def full(name: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(name, struct.pack(">I", version << 24 | flags), *parts)


DATES: Final = struct.pack(">II", 0xDEADBEEF, 0xDEADBEEF)
UPRIGHT: Final = struct.pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
SIDEWAYS: Final = struct.pack(">9I", 0, 1 << 16, 0, 0xFFFF0000, 0, 0, 0, 0, 1 << 30)


def track(
    handler: bytes, *beside: bytes, at: int = 0, matrix: bytes = UPRIGHT, long: bool = False
) -> bytes:
    """A track with one sample, which is at `at`."""
    offsets = (
        full(b"co64", struct.pack(">IQ", 1, at))
        if long
        else full(b"stco", struct.pack(">II", 1, at))
    )
    table = box(
        b"stbl",
        full(b"stsd", struct.pack(">I", 0)),
        full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        full(b"stsz", struct.pack(">III", 0, 1, len(SHOWN))),
        offsets,
    )
    media = box(
        b"mdia",
        full(b"mdhd", DATES, struct.pack(">IIHH", 1_000, 1, 0, 0)),
        full(b"hdlr", bytes(4), handler, bytes(12), SECRET + b"\0"),
        box(b"minf", table),
    )
    sizes = struct.pack(">II", 32 << 16, 20 << 16)
    told = full(b"tkhd", DATES, bytes(28), matrix, sizes, flags=3)
    return box(b"trak", told, media, *beside)


FILM_SECRETS: Final = {
    "user data": box(b"udta", box(b"\xa9xyz", SECRET), bytes(4)),
    "where it was": box(b"udta", full(b"loci", SECRET)),
    "a table of keys": box(b"meta", full(b"hdlr", bytes(4), b"mdta"), box(b"ilst", SECRET)),
    "XMP": box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), SECRET),
    "what was free": box(b"free", SECRET),
    "what was skipped": box(b"skip", SECRET),
    "a maker's own": box(b"gps ", SECRET),
}


def film(
    *beside: bytes,
    brand: bytes = b"isom",
    in_moov: bytes = b"",
    in_track: bytes = b"",
    matrix: bytes = UPRIGHT,
) -> bytes:
    """Pictures, sounds, and a track that tells places, whose samples lie one behind the other."""
    first = box(b"ftyp", brand, bytes(4), b"mp42")
    told = SECRET.ljust(len(SHOWN), b".")
    data = box(b"mdat", SHOWN, told, SHOWN)
    at = len(first) + 8
    tracks = (
        track(b"vide", in_track, at=at, matrix=matrix),
        track(b"meta", at=at + len(SHOWN), long=True),
        track(b"soun", at=at + 2 * len(SHOWN)),
    )
    moov = box(b"moov", full(b"mvhd", DATES, bytes(92)), *tracks, in_moov)
    return b"".join((first, data, moov, *beside))


def heif(brand: bytes = b"avif", *, turned: int = 0, in_meta: bytes = b"") -> bytes:
    """A picture, EXIF and XMP, of which a table tells where they lie."""
    first = box(b"ftyp", brand, bytes(4), b"mif1")
    told = b"\0\0\0\6Exif\0\0" + tiff()
    items = [(b"av01", SHOWN), (b"Exif", told), (b"mime", SECRET)]
    entries = [
        full(b"infe", struct.pack(">HH", number, 0), type_, b"\0", version=2)
        for number, (type_, _) in enumerate(items, 1)
    ]
    properties = box(
        b"iprp",
        box(
            b"ipco",
            full(b"ispe", struct.pack(">II", 32, 20)),
            box(b"irot", bytes((turned,))),
            full(b"udes", SECRET),
        ),
        full(b"ipma", struct.pack(">IHBBB", 1, 1, 2, 1, 0x82)),
    )

    def meta(begin: int) -> bytes:
        places = b""
        for number, (_, data) in enumerate(items, 1):
            places += struct.pack(">HHHII", number, 0, 1, begin, len(data))
            begin += len(data)
        return full(
            b"meta",
            full(b"hdlr", bytes(4), b"pict", bytes(13)),
            full(b"pitm", struct.pack(">H", 1)),
            full(b"iinf", struct.pack(">H", len(items)), *entries),
            full(b"iloc", struct.pack(">HH", 0x4400, len(items)), places),
            properties,
            in_meta,
        )

    begin = len(first) + len(meta(0)) + 8
    return first + meta(begin) + box(b"mdat", *(data for _, data in items))


# Matroska


def element(name: int, *parts: bytes, endless: bool = False) -> bytes:
    body = b"".join(parts)
    length = b"\x01" + b"\xff" * 7 if endless else struct.pack(">I", len(body) | 0x10000000)
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + length + body


def webm(*beside: bytes, endless: bool = False, kind: int = 1) -> bytes:
    sizes = element(0xE0, element(0xB0, b"\x20"), element(0xBA, b"\x14"))
    about = element(
        0x1549A966,
        element(0xBF, b"abcd"),
        element(0x2AD7B1, b"\x0f\x42\x40"),
        element(0x7BA9, SECRET),
        element(0x4461, bytes(8)),
        element(0x4D80, b"muxer"),
        element(0x5741, b"writer"),
    )
    tracks = element(0x1654AE6B, element(0xAE, element(0x83, bytes((kind,))), sizes))
    cluster = element(0x1F43B675, element(0xE7, b"\0"), element(0xA3, SHOWN), endless=endless)
    head = element(0x1A45DFA3, element(0x4282, b"webm"))
    parts = (about, tracks, cluster, *beside, cluster)
    return head + element(0x18538067, *parts, endless=endless)


WEBM_SECRETS: Final = {
    "tags": element(0x1254C367, element(0x7373, SECRET)),
    "attached files": element(0x1941A469, element(0x61A7, SECRET)),
    "what was void": element(0xEC, SECRET),
}

# Tags of sounds

MP3: Final = b"\xff\xfb\x90\0" + bytes(413)  # 128 kbit/s at 44.1 kHz: 417 bytes
FLAC: Final = b"fLaC\0\0\0\x22" + bytes(34)
NAMES: Final = (b"TITLE=Zauberflote", b"artist=Mozart")
TOLD: Final = (
    b"LOCATION=" + SECRET,
    b"comment=" + SECRET,
    b"METADATA_BLOCK_PICTURE=" + SECRET,
    SECRET,
)


def id3_frame(name: bytes, payload: bytes) -> bytes:
    return name + struct.pack(">IH", len(payload), 0) + payload


def id3(*frames: bytes, flags: int = 0, version: int = 4) -> bytes:
    body = b"".join(frames) + bytes(30)
    return b"ID3" + bytes((version, 0, flags, 0, 0, len(body) >> 7, len(body) & 0x7F)) + body


def block(type_: int, payload: bytes, *, last: bool = False) -> bytes:
    return bytes((type_ | (0x80 if last else 0),)) + len(payload).to_bytes(3, "big") + payload


def comments(*rows: bytes) -> bytes:
    counted = (struct.pack("<I", len(row)) + row for row in (b"", *rows))
    vendor, *each = counted
    return vendor + struct.pack("<I", len(rows)) + b"".join(each)


EVERYTHING: Final = {
    "jpeg": jpeg(JFIF, exif(), ICC, ADOBE, *JPEG_SECRETS.values(), behind=SECRET),
    "png": png(chunk(b"eXIf", tiff()), *PNG_SECRETS.values(), behind=SECRET),
    "gif": gif(*GIF_SECRETS.values(), behind=SECRET),
    "webp": webp(WEBP_EXIF, WEBP_XMP, behind=SECRET),
    "wave": wave(*WAVE_SECRETS.values()),
    "film": film(
        *FILM_SECRETS.values(), in_moov=FILM_SECRETS["user data"], in_track=FILM_SECRETS["XMP"]
    ),
    "avif": heif(in_meta=box(b"xml ", SECRET)),
    "heic": heif(b"heic", turned=1),
    "webm": webm(*WEBM_SECRETS.values()),
    "mp3": id3(*(id3_frame(name, SECRET) for name in (b"COMM", b"TXXX", b"GEOB"))) + MP3 * 2,
    "flac": FLAC + block(4, comments(*NAMES, *TOLD)) + block(6, SECRET, last=True) + SHOWN,
    "endless webm": webm(*WEBM_SECRETS.values(), endless=True),
}
"""Of each format one with all secrets in it."""
