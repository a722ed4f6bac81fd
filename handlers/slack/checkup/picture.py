"""A picture that shows what a workspace does to files: it carries two kinds of words that pictures lose on the way."""

from __future__ import annotations

from io import BytesIO

from bot.language import N_

_EXIF = "Vigie EXIF canary"
_TEXT = "Vigie text canary"
_SIDE = 16
"""Pixels."""
_IMAGE_DESCRIPTION = 0x010E
"""The tag's number (EXIF 2.32, 4.6.4)."""


def picture() -> bytes:
    """Return a PNG of a few hundred bytes with a text chunk and an EXIF block."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    exif = Image.Exif()
    exif[_IMAGE_DESCRIPTION] = _EXIF
    text = PngInfo()
    text.add_text("Description", _TEXT)
    stream = BytesIO()
    Image.new("RGB", (_SIDE, _SIDE), "#1d4ed8").save(stream, "PNG", exif=exif, pnginfo=text)
    return stream.getvalue()


def what_changed(content: bytes) -> str:
    """Return a sentence on what the picture has lost; it is read as bytes alone, so that nobody's bytes are decoded."""
    exif, text = _EXIF.encode() in content, _TEXT.encode() in content
    if exif and text:
        return N_("This workspace alters pictures (both EXIF and text are still there).")
    if exif:
        return N_("This workspace alters pictures: their text chunks are gone.")
    if text:
        return N_("This workspace alters pictures: their EXIF is gone.")
    return N_("This workspace alters pictures: their EXIF and their text chunks are gone.")
