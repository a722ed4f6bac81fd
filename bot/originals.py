"""The original bytes of what people sent: one file each, named by its SHA-256, written before it is acknowledged."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from bot.errors import NotFoundError, UsageError
from bot.language import N_
from policy.media_type import MediaType, sniff

_CHUNK = 1024 * 1024
_HEAD = 4096
_JUST_SENT = 3_600
"""Seconds in which a file that was stored may not be on record yet."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is safely on the disk; `size` is in bytes."""

    sha256: str
    size: int
    media_type: MediaType


@dataclass(frozen=True, slots=True)
class Originals:
    """The folder of originals. `size_limit` is in bytes."""

    folder: Path
    size_limit: int

    def store(self, stream: BinaryIO) -> Stored:
        """Copy a stream to the disk and return what it is; it is durable when this returns.

        Raises:
            UsageError: the stream is longer than `size_limit`.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".incoming-", delete=False) as incoming:
            try:
                stored = self._copy(stream, incoming)
                incoming.flush()
                os.fsync(incoming.fileno())
                target = self._path(stored.sha256)
                target.parent.mkdir(exist_ok=True)
                Path(incoming.name).replace(target)
            except BaseException:
                Path(incoming.name).unlink(missing_ok=True)
                raise
        _sync_folder(target.parent)
        return stored

    def open(self, sha256: str) -> BinaryIO:
        """Open an original for reading.

        Raises:
            NotFoundError: it is not kept (any more).
        """
        path = self._path(sha256)
        if not path.is_file():
            raise NotFoundError(N_("The original of this file is no longer kept."))
        return path.open("rb")

    def read(self, sha256: str, at_most: int) -> bytes:
        """Return an original's bytes, cut one byte after `at_most`: enough to see that it is too large."""
        with self.open(sha256) as stream:
            return stream.read(at_most + 1)

    def remove(self, sha256: str) -> None:
        """Delete an original, where it is still kept; one that somebody has just sent again stays."""
        path = self._path(sha256)
        if path.exists() and time.time() - path.stat().st_mtime > _JUST_SENT:
            path.unlink(missing_ok=True)

    def _copy(self, stream: BinaryIO, target: IO[bytes]) -> Stored:
        digest, size, head = hashlib.sha256(), 0, b""
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > self.size_limit:
                raise UsageError(
                    N_("This file is larger than {most} MB, more than Vigie takes."),
                    N_("Send a smaller export, or ask the person who runs Vigie to raise VIGIE_UPLOAD_MEGABYTES."),
                    most=self.size_limit // (1024 * 1024),
                )
            head += chunk[: _HEAD - len(head)]
            digest.update(chunk)
            target.write(chunk)
        return Stored(digest.hexdigest(), size, sniff(head))

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not sha256.isalnum():
            raise NotFoundError(N_("The original of this file is no longer kept."))
        return self.folder / sha256[:2] / sha256


def _sync_folder(folder: Path) -> None:
    """Make a rename durable: without it a power cut may forget the name (POSIX fsync on the directory)."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
