"""Archives that people use to get a file through a messaging app unharmed: what is in them, bounded in every way."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from os import SEEK_END
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from bot.errors import UsageError
from bot.foreign_text import one_line
from bot.language import N_
from bot.originals import Originals
from bot.workflow import FILES_AT_ONCE, Received
from bot.workflow.guards import NAME_LENGTH

_MALFORMED = (
    zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, IndexError, struct.error, zlib.error,
    lzma.LZMAError,
)  # fmt: skip
"""What Python's reader raises over archives that were not made by a packer."""
_END, _END_LENGTH, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
_LARGE, _LARGE_LENGTH = b"PK\x06\x07", 20
"""How the end of an archive is marked, and before it the end of one of more than 4 GB (APPNOTE 4.3.16, 4.3.15)."""
_LONGEST_INDEX = 1024 * 1024
"""Bytes of the list of entries, which is read whole before anybody can count them."""
MAGIC = b"PK\x03\x04"
"""How a zip archive begins (PKWARE APPNOTE 4.3.7)."""
_OURS_TO_SKIP = {"__MACOSX"}


def is_archive(head: bytes) -> bool:
    """Whether these are the first bytes of a zip archive; documents of office programs are archives too."""
    return head.startswith(MAGIC)


def unpacked(originals: Originals, archive: BinaryIO) -> list[Received]:
    """Store what a zip archive holds, as it was when somebody packed it; folders and hidden files are left out.

    Raises:
        UsageError: it can't be opened, or holds too much.
    """
    _require_short(archive)
    try:
        with zipfile.ZipFile(archive) as opened:
            return list(_stored(originals, opened))
    except _MALFORMED as error:
        raise UsageError(N_("This archive can't be opened."), N_("Pack the files again, as a plain zip.")) from error
    except RuntimeError as error:  # what zipfile raises where a password is asked for
        raise UsageError(N_("This archive has a password."), N_("Pack the files again without one.")) from error


def _stored(originals: Originals, opened: zipfile.ZipFile) -> Iterator[Received]:
    entries = [entry for entry in opened.infolist() if _wanted(entry)]
    if not entries:
        raise UsageError(N_("There is no file in this archive."))
    if len(entries) > FILES_AT_ONCE:
        raise _too_many()
    left = originals.size_limit
    for entry in entries:
        with opened.open(entry) as stream:
            stored = originals.store(cast("BinaryIO", _Bounded(stream, left)))
        left -= stored.size
        yield Received(one_line(_parts(entry)[-1], NAME_LENGTH), stored)


def _require_short(archive: BinaryIO) -> None:
    """Refuse an archive whose list of entries alone would fill the memory."""
    size = archive.seek(0, SEEK_END)
    archive.seek(max(0, size - _LONGEST_COMMENT - _END_LENGTH))
    tail = archive.read()
    archive.seek(0)
    end = tail.rfind(_END)
    index = tail[end + 12 : end + 16] if end >= 0 else b""
    large = tail[max(0, end - _LARGE_LENGTH) : max(0, end)].startswith(_LARGE)
    if large or int.from_bytes(index, "little") > _LONGEST_INDEX:
        raise _too_many()


def _too_many() -> UsageError:
    return UsageError(
        N_("There are more than {most} files in this archive."), N_("Send them in several goes."), most=FILES_AT_ONCE
    )


def _parts(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    return PurePosixPath(entry.filename.replace("\\", "/")).parts


def _wanted(entry: zipfile.ZipInfo) -> bool:
    parts = _parts(entry)
    hidden = any(part.startswith(".") or part in _OURS_TO_SKIP for part in parts)
    return not entry.is_dir() and bool(parts) and not hidden


class _Bounded:
    """A stream that is refused once it has given more than `most` bytes, whatever its archive says of its size."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream, self._left = stream, most

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self._left -= len(chunk)
        if self._left < 0:
            raise UsageError(
                N_("This archive holds more than Vigie takes at once."), N_("Send the files in several goes.")
            )
        return chunk
