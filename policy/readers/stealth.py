"""Reads « stealth pnginfo »: text that generators hide in the lowest bits of a picture's pixels.

A signature of 15 letters, the size of the text in bits, the text; one bit in the alpha of each pixel, or
three in its red, green and blue, column by column. Source: ashen-sensored/sd_webui_stealth_pnginfo; Forge and
NovelAI write it unasked, and it survives wherever transparency does.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, NamedTuple

from policy.containers.inflate import inflate
from policy.containers.riff import canvas, keeps_lowest_bits
from policy.encodings import text_of
from policy.evidence import GRAVITY, Evidence, Obstacle, Origin, ReaderName, Report
from policy.limits import Limits
from policy.media_type import MediaType
from policy.readers.findings import found, report
from policy.readers.png_column import first_column, picture_only, png_header
from policy.readers.protocol import Subject
from policy.traces import Trace, excerpt, traces_in

if TYPE_CHECKING:
    from PIL import Image

DECODED = frozenset({MediaType.PNG, MediaType.WEBP})
"""The formats whose pixels are looked at: no other that people send keeps the lowest bits."""
_GZIP = 31
"""`wbits` of zlib for RFC 1952."""
_SIGNATURE_BITS, _SIZE_BITS = 15 * 8, 32
_RGBA = 4
_LOWEST_BITS = bytes(ord("0") + (value & 1) for value in range(256))
"""Translates a byte to the digit of its lowest bit."""
_REFUSALS = (
    OSError,
    ValueError,
    SyntaxError,
    RuntimeError,
    EOFError,
    KeyError,
    OverflowError,
    struct.error,
)
"""All that Pillow raises on pictures it can't read (seen in fuzzing, notes « hardening.md » §2.2)."""


class _Form(NamedTuple):
    """One way of hiding: in which channels, and whether the text is packed."""

    signature: bytes
    alpha: bool
    packed: bool

    @property
    def digits(self) -> str:
        """The signature as its bits."""
        return f"{int.from_bytes(self.signature, 'big'):0{_SIGNATURE_BITS}b}"


_FORMS = (
    _Form(b"stealth_pnginfo", alpha=True, packed=False),
    _Form(b"stealth_pngcomp", alpha=True, packed=True),
    _Form(b"stealth_rgbinfo", alpha=False, packed=False),
    _Form(b"stealth_rgbcomp", alpha=False, packed=True),
)


def read(subject: Subject) -> Report:
    """Report a text hidden in the pixels of a PNG or WebP picture; other formats can't keep one."""
    try:
        evidence, obstacle = _look(subject)
    except _REFUSALS as error:
        evidence, obstacle = [], Obstacle.TRUNCATED if isinstance(error, EOFError) else Obstacle.DAMAGED
    return report(ReaderName.STEALTH, evidence, subject.limits, obstacle)


def _look(subject: Subject) -> tuple[list[Evidence], Obstacle | None]:
    if subject.media_type not in DECODED:
        return [], None
    if subject.media_type is MediaType.PNG:
        return _look_in_png(subject.data, subject.limits)
    if keeps_lowest_bits(subject.data):
        width, height = canvas(subject.data) or (0, 0)
        if width * height > subject.limits.pixels:
            return [], Obstacle.TOO_MANY_PIXELS
        return _look_in_pixels(subject.data, MediaType.WEBP, subject.limits)
    return [], None


def _look_in_png(data: bytes, limits: Limits) -> tuple[list[Evidence], Obstacle | None]:
    """Look at the first column, which holds the signature of a picture that is high enough."""
    header = png_header(data)
    if header is None:
        return [], Obstacle.TRUNCATED
    if not header.channels:
        return [], None
    high_enough = header.height >= _SIGNATURE_BITS and header.width * _SIGNATURE_BITS <= limits.pixels
    if high_enough and not header.interlaced:
        column = first_column(data, header, _SIGNATURE_BITS).translate(_LOWEST_BITS).decode()
        if not _signed(column, header.channels):
            return [], None
    if header.width * header.height > limits.pixels:
        return [], Obstacle.TOO_MANY_PIXELS
    return _look_in_pixels(picture_only(data), MediaType.PNG, limits)


def _signed(column: str, channels: int) -> bool:
    """Whether the lowest bits of a column of pixels begin with a signature."""
    colours = "".join(column[start : start + 3] for start in range(0, _SIGNATURE_BITS * channels, channels))
    alpha = column[3::channels] if channels == _RGBA else ""
    return any((alpha if form.alpha else colours).startswith(form.digits) for form in _FORMS)


def _look_in_pixels(data: bytes, media_type: MediaType, limits: Limits) -> tuple[list[Evidence], Obstacle | None]:
    # Loaded already wherever this runs (policy.sandbox.codecs); not at the top: most files never need Pillow.
    from PIL import Image

    from policy.sandbox.codecs import FORMATS

    try:
        with Image.open(io.BytesIO(data), formats=(FORMATS[media_type],)) as image:
            if image.width * image.height > limits.pixels:  # a second header may say more than the first
                return [], Obstacle.TOO_MANY_PIXELS
            image.load()
            return _look_for_signatures(image, limits)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return [], Obstacle.TOO_MANY_PIXELS


def _look_for_signatures(image: Image.Image, limits: Limits) -> tuple[list[Evidence], Obstacle | None]:
    for form in _FORMS:
        if form.alpha and image.mode != "RGBA":
            continue
        if _digits(image, form, 0, _SIGNATURE_BITS) == form.digits:
            return _reveal(image, form, limits)
    return [], None


def _digits(image: Image.Image, form: _Form, start: int, count: int) -> str:
    """Return `count` hidden bits from bit `start` on, fewer where the picture ends."""
    from PIL.Image import Transpose

    column = image.height * (1 if form.alpha else 3)
    first, last = start // column, min((start + count - 1) // column + 1, image.width)
    strip = image.crop((first, 0, last, image.height))
    channels = strip.getchannel("A") if form.alpha else strip.convert("RGB")
    bits = channels.transpose(Transpose.TRANSPOSE).tobytes().translate(_LOWEST_BITS)
    return bits[start - first * column :][:count].decode()


def _reveal(image: Image.Image, form: _Form, limits: Limits) -> tuple[list[Evidence], Obstacle | None]:
    """Read the text after the signature; where it can't be read, the signature alone is reported."""
    where = f"LSB {'A' if form.alpha else 'RGB'}"
    size = int(_digits(image, form, _SIGNATURE_BITS, _SIZE_BITS) or "0", 2) // 8 * 8
    capacity = image.width * image.height * (1 if form.alpha else 3)
    size = min(size, 8 * limits.metadata_size, capacity) // 8 * 8
    digits = _digits(image, form, _SIGNATURE_BITS + _SIZE_BITS, size) if size else ""
    hidden = int(digits or "0", 2).to_bytes((len(digits) + 7) // 8, "big")
    obstacle = None
    if form.packed:
        unpacked = inflate(hidden, limits.metadata_size, _GZIP)
        hidden, obstacle = unpacked.data, unpacked.obstacle
    text = text_of(hidden)
    said = min(traces_in("parameters", text), key=lambda trace: GRAVITY[trace.origin], default=None)
    said = said or Trace("parameters", excerpt(text) if hidden else form.signature.decode(), Origin.UNKNOWN)
    item = found(ReaderName.STEALTH, "stealth pnginfo", said.value, said.origin, where, said.tool)
    return [item], obstacle if said.origin is Origin.UNKNOWN else None
