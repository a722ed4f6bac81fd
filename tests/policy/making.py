"""Small files with given metadata, made by hand: each builder writes just what its format asks for.

Blocks of metadata (EXIF, XMP, IIM) are made in `tests/policy/blocks.py`.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
XMP_MARK = b"http://ns.adobe.com/xap/1.0/\0"
EXTENDED_XMP_MARK = b"http://ns.adobe.com/xmp/extension/\0"
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


# PNG


def chunk(kind: bytes, body: bytes, checksum: bytes | None = None) -> bytes:
    crc = zlib.crc32(kind + body).to_bytes(4, "big")
    return len(body).to_bytes(4, "big") + kind + body + (crc if checksum is None else checksum)


def png_header(width: int, height: int, colour: int = 0, depth: int = 8, interlace: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def png(*chunks: bytes, after: Sequence[bytes] = (), width: int = 1, height: int = 1) -> bytes:
    """A grey PNG picture with chunks before and after its pixels, of which at most eight rows are there."""
    pixels = chunk(b"IDAT", zlib.compress(bytes((width + 1) * min(height, 8))))
    head = PNG_SIGNATURE + png_header(width, height) + b"".join(chunks)
    return head + pixels + b"".join(after) + chunk(b"IEND", b"")


def png_text(key: str, value: str | bytes) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return chunk(b"tEXt", key.encode("latin-1") + b"\0" + raw)


def png_packed_text(key: str, value: bytes) -> bytes:
    return chunk(b"zTXt", key.encode() + b"\0\0" + zlib.compress(value))


def png_international_text(key: str, value: bytes, *, packed: bool = False) -> bytes:
    body = zlib.compress(value) if packed else value
    return chunk(b"iTXt", key.encode() + b"\0" + bytes([packed, 0]) + b"fr\0" + key.encode() + b"\0" + body)


def png_xmp(packet: bytes) -> bytes:
    return png_international_text("XML:com.adobe.xmp", packet)


def png_raw_profile(name: str, block: bytes) -> bytes:
    """A profile as ImageMagick writes it: name, size, hexadecimal digits in lines."""
    digits = block.hex()
    lines = "\n".join(digits[start : start + 72] for start in range(0, len(digits), 72))
    return png_packed_text(f"Raw profile type {name}", f"\n{name}\n{len(block):8d}\n{lines}\n".encode())


# JPEG


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def jpeg(*segments: bytes, trailer: bytes = b"", width: int = 1, height: int = 1) -> bytes:
    """A JPEG frame with its segments; the entropy-coded data is no picture, but keeps to the rules."""
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0")
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\x34\xff\0\x56\xff\xd0\x78"
    return b"\xff\xd8" + b"".join(segments) + frame + scan + b"\xff\xd9" + trailer


def jpeg_exif(block: bytes) -> bytes:
    return segment(0xE1, b"Exif\0\0" + block)


def jpeg_xmp(packet: bytes) -> bytes:
    return segment(0xE1, XMP_MARK + packet)


def jpeg_extended_xmp(packet: bytes, portion: int, guid: bytes = b"0" * 32) -> list[bytes]:
    """A packet that is too long for one segment, in portions of that many bytes."""
    return [
        segment(
            0xE1,
            EXTENDED_XMP_MARK + guid + struct.pack(">II", len(packet), start) + packet[start : start + portion],
        )
        for start in range(0, len(packet), portion)
    ]


def jpeg_iptc(records: bytes) -> bytes:
    return segment(0xED, b"Photoshop 3.0\0" + resource(0x0404, records))


def jpeg_comment(text: bytes) -> bytes:
    return segment(0xFE, text)


def resource(kind: int, body: bytes, name: bytes = b"") -> bytes:
    """A Photoshop image resource; its name is a Pascal string of even size."""
    pascal = bytes([len(name)]) + name + b"\0" * ((len(name) + 1) % 2)
    return b"8BIM" + kind.to_bytes(2, "big") + pascal + len(body).to_bytes(4, "big") + body + bytes(len(body) % 2)


# WebP


def riff_chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)


def webp(*chunks: bytes, width: int = 1, height: int = 1, flags: int = 0, trailer: bytes = b"") -> bytes:
    """An extended WebP file whose picture is a bare key-frame header."""
    canvas = bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    frame = b"\x10\0\0\x9d\x01\x2a" + struct.pack("<HH", width & 0x3FFF, height & 0x3FFF) + bytes(8)
    body = riff_chunk(b"VP8X", canvas) + riff_chunk(b"VP8 ", frame) + b"".join(chunks)
    return b"RIFF" + (4 + len(body)).to_bytes(4, "little") + b"WEBP" + body + trailer


# GIF


def sub_blocks(data: bytes) -> bytes:
    parts = [data[start : start + 255] for start in range(0, len(data), 255)]
    return b"".join(bytes([len(part)]) + part for part in parts) + b"\0"


def gif(*extensions: bytes, width: int = 1, height: int = 1, trailer: bytes = b"") -> bytes:
    """A picture of two colours, its pixels compressed as the specification's smallest example."""
    screen = struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)
    picture = b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02" + sub_blocks(b"\x44\x01")
    return b"GIF89a" + screen + b"".join(extensions) + picture + b"\x3b" + trailer


def gif_comment(text: bytes) -> bytes:
    return b"\x21\xfe" + sub_blocks(text)


def gif_xmp(packet: bytes) -> bytes:
    """XMP is not cut into sub-blocks: after it stand bytes that lead every reader of sub-blocks to the end."""
    magic_trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    return b"\x21\xff\x0bXMP DataXMP" + packet + magic_trailer


# HEIC, AVIF, MP4, MOV


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def full_box(kind: bytes, *parts: bytes, version: int = 0) -> bytes:
    return box(kind, bytes([version, 0, 0, 0]), *parts)


def heic(
    *items: tuple[bytes, bytes], brand: bytes = b"heic", width: int = 640, height: int = 480, idat: bool = False
) -> bytes:
    """A file of metadata items: (b"Exif", block) or (b"mime", packet); its picture is a size and no more.

    The items stand in `mdat`, or with `idat` in the metadata box itself.
    """
    bodies = [(b"\0\0\0\6Exif\0\0" + body) if kind == b"Exif" else body for kind, body in items]
    file_type = box(b"ftyp", brand, bytes(4), b"mif1", brand)

    def meta(start: int) -> bytes:
        entries = [_item_entry(number, kind) for number, (kind, _) in enumerate(items, 1)]
        places = _item_places(bodies, start, idat)
        held = [box(b"idat", *bodies)] if idat else []
        sizes = box(b"iprp", box(b"ipco", full_box(b"ispe", struct.pack(">II", width, height))))
        count = len(items).to_bytes(2, "big")
        return full_box(b"meta", *held, full_box(b"iinf", count, *entries), places, sizes)

    if idat:
        return file_type + meta(0)
    start = len(file_type) + len(meta(0)) + 8
    return file_type + meta(start) + box(b"mdat", *bodies)


def _item_entry(number: int, kind: bytes) -> bytes:
    content_type = b"application/rdf+xml\0" if kind == b"mime" else b""
    return full_box(b"infe", struct.pack(">HH", number, 0), kind, b"\0", content_type, version=2)


def _item_places(bodies: list[bytes], start: int, idat: bool) -> bytes:
    rows = b""
    for number, body in enumerate(bodies, 1):
        rows += struct.pack(">HHHHII", number, int(idat), 0, 1, start, len(body))
        start += len(body)
    return full_box(b"iloc", b"\x44\0", len(bodies).to_bytes(2, "big"), rows, version=1)


def video(*boxes: bytes, brand: bytes = b"isom", width: int = 640, height: int = 480) -> bytes:
    """A film of one track without a frame; the boxes stand in `moov`."""
    track = full_box(b"tkhd", bytes(72), struct.pack(">II", width << 16, height << 16))
    return box(b"ftyp", brand, bytes(4), brand) + box(b"moov", box(b"trak", track), *boxes)


def user_data(name: bytes, text: bytes) -> bytes:
    return box(b"udta", box(name, len(text).to_bytes(2, "big"), b"\x15\xc7", text))


def keyed_data(**texts: str) -> bytes:
    """A metadata box of QuickTime: names in `keys`, their values by number in `ilst`."""
    names = [name.replace("_", ".").encode() for name in texts]
    keys = [(len(name) + 8).to_bytes(4, "big") + b"mdta" + name for name in names]
    values = [
        box(number.to_bytes(4, "big"), box(b"data", struct.pack(">II", 1, 0), text.encode()))
        for number, text in enumerate(texts.values(), 1)
    ]
    handler = full_box(b"hdlr", bytes(4), b"mdta", bytes(13))
    count = len(names).to_bytes(4, "big")
    return box(b"meta", handler, full_box(b"keys", count, *keys), box(b"ilst", *values))


# SVG and PDF


def svg(inside: str = "", before: str = "", attributes: str = "") -> bytes:
    space = 'xmlns="http://www.w3.org/2000/svg"'
    return f"{before}<svg {space} {attributes} width='9' height='9'>{inside}</svg>".encode()


def pdf(*objects: bytes, catalog: bytes = b"") -> bytes:
    """Numbered objects from 2 on, after the catalogue; no cross-reference table, which no scan needs."""
    first = b"1 0 obj\n<</Type /Catalog " + catalog + b">>\nendobj\n"
    rest = (b"%d 0 obj\n" % number + body + b"\nendobj\n" for number, body in enumerate(objects, 2))
    return b"%PDF-1.7\n" + first + b"".join(rest) + b"trailer <</Root 1 0 R>>\n%%EOF\n"


def pdf_stream(body: bytes, dictionary: bytes, pack: Callable[[bytes], bytes] | None = zlib.compress) -> bytes:
    packed = pack(body) if pack else body
    how = b"/Filter /FlateDecode " if pack else b""
    return b"<<%s%s/Length %d>>\nstream\n%s\nendstream" % (dictionary, how, len(packed), packed)


def pdf_metadata(packet: bytes, pack: Callable[[bytes], bytes] | None = None) -> bytes:
    return pdf_stream(packet, b"/Type /Metadata /Subtype /XML ", pack)
