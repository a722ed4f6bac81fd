"""Blocks of metadata as files carry them: EXIF and TIFF directories, XMP packets, IIM records, Samsung's trailer."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from policy.evidence import Report
from policy.limits import Limits
from policy.media_type import MediaType
from policy.readers.protocol import Blocks, Located, Reader, Subject, Text

Value = bytes | str | int | tuple[int, ...]
Field = tuple[int, Value]

EXIF_POINTER = 0x8769
DESCRIPTION, MAKE, MODEL, SOFTWARE, ARTIST = 0x010E, 0x010F, 0x0110, 0x0131, 0x013B
EXPOSURE, TAKEN, COMMENT = 0x829A, 0x9003, 0x9286
_ASCII, _LONG, _UNDEFINED = 2, 4, 7

NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "TC260": "http://www.tc260.org.cn/ns/AIGC/1.0/",
}
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"

# What cameras and programs of people write.
CAMERA: tuple[Field, ...] = ((MAKE, "Canon"), (MODEL, "Canon EOS 40D"), (SOFTWARE, "Adobe Lightroom 12.3"))
SETTINGS: tuple[Field, ...] = ((EXPOSURE, (1, 250)), (TAKEN, "2026:03:14 15:09:26"))
INFOTEXT = (
    "a lighthouse at night\nNegative prompt: blurry\n"
    "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x512, Model hash: 6ce0161689, Version: v1.9.4"
)


# EXIF and TIFF


def exif(main: Iterable[Field] = (), camera: Iterable[Field] = (), order: str = "<") -> bytes:
    """An EXIF block: fields of its main and of its EXIF directory, as (tag, value)."""
    main, camera = list(main), list(camera)
    header = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    if not camera:
        return header + directory(main, 8, order)
    second_at = 8 + len(directory([*main, (EXIF_POINTER, 0)], 8, order))
    first = directory([*main, (EXIF_POINTER, second_at)], 8, order)
    return header + first + directory(camera, second_at, order)


def directory(fields: list[Field], start: int, order: str = "<", following: int = 0) -> bytes:
    """One directory at that offset: its entries, where the next one stands, its longer values."""
    values_at = start + 2 + 12 * len(fields) + 4
    entries, values = b"", b""
    for tag, value in fields:
        kind, count, raw = _encoded(value, order)
        if len(raw) > 4:
            place = struct.pack(order + "I", values_at + len(values))
            values += raw + bytes(len(raw) % 2)
        else:
            place = raw.ljust(4, b"\0")
        entries += struct.pack(order + "HHI", tag, kind, count) + place
    head = struct.pack(order + "H", len(fields))
    return head + entries + struct.pack(order + "I", following) + values


def _encoded(value: Value, order: str) -> tuple[int, int, bytes]:
    if isinstance(value, str):
        raw = value.encode() + b"\0"
        return _ASCII, len(raw), raw
    if isinstance(value, bytes):
        return _UNDEFINED, len(value), value
    numbers = (value,) if isinstance(value, int) else value
    return _LONG, len(numbers), struct.pack(f"{order}{len(numbers)}I", *numbers)


def tiff(*fields: Field, width: int = 640, height: int = 480, order: str = "<", following: int = 0) -> bytes:
    """A TIFF file of one page without pixels; `following` is where it says that the next page stands."""
    header = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    return header + directory([(256, width), (257, height), *fields], 8, order, following)


def big_tiff(*fields: tuple[int, bytes], width: int = 640, height: int = 480) -> bytes:
    """The same with 64-bit offsets, little-endian."""
    rows = [(256, struct.pack("<I", width)), (257, struct.pack("<I", height)), *fields]
    values_at = 16 + 8 + 20 * len(rows) + 8
    entries, values = b"", b""
    for tag, raw in rows:
        if len(raw) > 8:
            place = struct.pack("<Q", values_at + len(values))
            values += raw
        else:
            place = raw.ljust(8, b"\0")
        kind, count = (_LONG, 1) if tag in {256, 257} else (_UNDEFINED, len(raw))
        entries += struct.pack("<HHQ", tag, kind, count) + place
    return b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, len(rows)) + entries + bytes(8) + values


# XMP


def xmp(body: str = "", **attributes: str) -> bytes:
    """A packet of one description; `attributes` are written as `prefix_Name="value"`."""
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix not in {"x", "rdf"})
    inline = "".join(f' {name.replace("_", ":", 1)}="{escaped(value)}"' for name, value in attributes.items())
    description = f'<rdf:Description rdf:about=""{spaces}{inline}>{body}</rdf:Description>'
    rdf = f'<rdf:RDF xmlns:rdf="{NAMESPACES["rdf"]}">{description}</rdf:RDF>'
    begin = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    return f'{begin}<x:xmpmeta xmlns:x="adobe:ns:meta/">{rdf}</x:xmpmeta><?xpacket end="w"?>'.encode()


def escaped(text: str) -> str:
    for plain, entity in (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;"), ("\n", "&#10;")):
        text = text.replace(plain, entity)
    return text


# IPTC-IIM


def iim(number: int, value: bytes, record: int = 2) -> bytes:
    return bytes([0x1C, record, number]) + len(value).to_bytes(2, "big") + value


# Samsung


def samsung_trailer(**blocks: bytes) -> bytes:
    """Blocks of type, name and content, then where they stand, counted back from the directory."""
    bodies = [struct.pack("<HHI", 0, 0x0D91, len(name)) + name.encode() + content for name, content in blocks.items()]
    entries, back = b"", sum(map(len, bodies))
    for body in bodies:
        entries += struct.pack("<HHII", 0, 0x0D91, back, len(body))
        back -= len(body)
    head = b"SEFH" + struct.pack("<II", 107, len(bodies)) + entries
    return b"".join(bodies) + head + struct.pack("<I", len(head)) + b"SEFT"


# What readers are asked


def asked(
    read: Reader,
    *,
    data: bytes = b"",
    media_type: MediaType = MediaType.JPEG,
    limits: Limits | None = None,
    exif: Iterable[bytes] = (),
    xmp: Iterable[bytes] = (),
    iptc: Iterable[bytes] = (),
    text: Iterable[tuple[str, str]] = (),
    trailer: bytes = b"",
) -> Report:
    """Ask one reader about a file that holds these blocks."""
    blocks = Blocks(
        exif=tuple(Located(block, "here") for block in exif),
        xmp=tuple(Located(block, "here") for block in xmp),
        iptc=tuple(Located(block, "here") for block in iptc),
        text=tuple(Text(key, value, "here") for key, value in text),
        trailer=Located(trailer, "at the end") if trailer else None,
    )
    return read(Subject(data, media_type, blocks, limits=limits or Limits()))
