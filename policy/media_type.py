"""What kind of file some bytes are, told by the bytes alone: names and extensions lie."""

from __future__ import annotations

import re
from enum import StrEnum


class MediaType(StrEnum):
    """The formats that Vigie reads, by their IANA media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    GIF = "image/gif"
    TIFF = "image/tiff"
    HEIC = "image/heic"
    AVIF = "image/avif"
    SVG = "image/svg+xml"
    PDF = "application/pdf"
    MP4 = "video/mp4"
    MOV = "video/quicktime"
    OTHER = "application/octet-stream"

    @property
    def is_video(self) -> bool:
        """Whether the file moves."""
        return self in {MediaType.MP4, MediaType.MOV}

    @property
    def is_raster(self) -> bool:
        """Whether Pillow can open it as pixels."""
        return self in _RASTER


_RASTER = {
    MediaType.JPEG,
    MediaType.PNG,
    MediaType.WEBP,
    MediaType.GIF,
    MediaType.TIFF,
    MediaType.HEIC,
    MediaType.AVIF,
}

# Major brands of ISO base media files (mp4ra.org registry); other brands are decided by the compatible ones.
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_MOV_BRAND = b"qt  "
_QUICKTIME_ATOMS = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_MARKUP_WINDOW = 4096
_SVG = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?svg[\s>/]")

_BEGINNINGS = (
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    ((b"GIF87a", b"GIF89a"), MediaType.GIF),
    ((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"), MediaType.TIFF),
    (b"%PDF-", MediaType.PDF),
)


def sniff(data: bytes) -> MediaType:
    """Return the media type of some bytes, `OTHER` where no supported format begins like this."""
    beginnings = (media_type for mark, media_type in _BEGINNINGS if data.startswith(mark))
    if plain := next(beginnings, None):
        return plain
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return MediaType.WEBP
    return _sniff_boxes(data) or _sniff_markup(data) or _sniff_pdf(data) or MediaType.OTHER


def _sniff_pdf(data: bytes) -> MediaType | None:
    """Acrobat finds the header anywhere in the first 1,024 bytes (PDF Reference 1.7, appendix H, note 13)."""
    return MediaType.PDF if b"%PDF-" in data[:1024] else None


def _sniff_boxes(data: bytes) -> MediaType | None:
    kind = data[4:8]
    if kind in _QUICKTIME_ATOMS:
        return MediaType.MOV
    if kind != b"ftyp":
        return None
    end = min(int.from_bytes(data[:4], "big"), 512)
    brands = {data[offset : offset + 4] for offset in range(16, end, 4)} | {data[8:12]}
    if brands & _AVIF_BRANDS:
        return MediaType.AVIF
    if brands & _HEIC_BRANDS and data[8:12] != _MOV_BRAND:
        return MediaType.HEIC
    return MediaType.MOV if data[8:12] == _MOV_BRAND else MediaType.MP4


def _sniff_markup(data: bytes) -> MediaType | None:
    head = data[:_MARKUP_WINDOW]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return MediaType.SVG if head.startswith(b"<") and _SVG.search(head) else None
