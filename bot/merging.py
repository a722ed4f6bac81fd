"""A submission's files once others were handed in for some of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from bot.case import Case
from bot.delivery.events import File
from bot.workflow import Received


def merged(case: Case, handed: Sequence[File]) -> tuple[File, ...]:
    """Return a submission's files with those that were handed in: each in the place of the one of its name.

    A single file takes the place of a single file, whatever it is called, and files without a name take those of as
    many; what has no counterpart is added.
    """
    present = present_files(case)
    if len(present) == len(handed) and (len(handed) == 1 or not any(file.name for file in handed)):
        return tuple(handed)
    for file in handed:
        number = _counterpart(present, file)
        if number is None:
            present.append(file)
        else:
            present[number] = file
    return tuple(present)


def present_files(case: Case) -> list[File]:
    """Return the files of a submission as an event of the inbox names them."""
    return [File(asset.name, asset.sha256, asset.size, asset.media_type, asset.transport) for asset in case.assets]


def _counterpart(present: Sequence[File], file: File) -> int | None:
    """Return whose place a file takes: of its very name, else of the only one that differs in its extension alone."""
    if not file.name:
        return None
    exact = [number for number, old in enumerate(present) if old.name.casefold() == file.name.casefold()]
    alike = [number for number, old in enumerate(present) if _stem(old.name) == _stem(file.name)]
    if exact:
        return exact[0]
    return alike[0] if len(alike) == 1 else None


def _stem(name: str) -> str:
    return PurePosixPath(name).stem.casefold()


def file_of(item: Received) -> File:
    """Return a received file as an event of the inbox names it."""
    stored = item.stored
    return File(item.name, stored.sha256, stored.size, stored.media_type.value, item.transport)
