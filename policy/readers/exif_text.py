"""Decodes the text fields of EXIF, whose encodings programs have always taken liberties with."""

from __future__ import annotations

import codecs

from policy.encodings import decoded, text_of
from policy.tiff_directory import Entry

_CODE_SIZE = 8
"""Bytes of the character code before a user comment (Exif 3.0 §4.6.6.3)."""
_CODES = {b"ASCII\0\0\0", b"\0" * _CODE_SIZE, b"JIS\0\0\0\0\0", b"UTF-8\0\0\0"}
_UNICODE = b"UNICODE\0"
_USER_COMMENT = 0x9286
_WINDOWS_FIELDS = range(0x9C9B, 0x9CA0)
"""XPTitle to XPSubject are UTF-16, little-endian (Microsoft, « Photo metadata policies »)."""
_SAMPLE = 4_096


def text_of_field(entry: Entry) -> str:
    """Return a text field's content without the padding around it."""
    if entry.tag in _WINDOWS_FIELDS:
        return _trimmed(decoded(entry.data, "utf-16-le"))
    if entry.tag != _USER_COMMENT:
        return entry.text
    code, rest = entry.data[:_CODE_SIZE], entry.data[_CODE_SIZE:]
    if code == _UNICODE:
        return _trimmed(_from_utf16(rest))
    return _trimmed(text_of(rest if code in _CODES else entry.data))


def _from_utf16(data: bytes) -> str:
    """Decode UTF-16 of either byte order: the mark that would tell it is often missing or wrong."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decoded(data, "utf-16")
    sample = data[:_SAMPLE]
    # The high byte of Latin letters and digits is zero, and every such text is mostly made of them.
    big_endian = sample[::2].count(0) > sample[1::2].count(0)
    return decoded(data, "utf-16-be" if big_endian else "utf-16-le")


def _trimmed(text: str) -> str:
    return text.strip("\0 \t\r\n")
