"""The data folder: whether it is there, Vigie can write into it, and there is room."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.doctor.model import Finding, Health
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.settings import Settings

_GIGABYTE = 1_000_000_000
LEAST_ROOM = _GIGABYTE
"""Bytes; below, a few large videos fill the disk."""
_NAME = "data-folder"
_PATH_LENGTH = 200


def data_folder(settings: Settings, catalogue: Catalogue) -> Iterator[Finding]:
    """Look at the data folder."""
    folder = settings.data_dir
    path = one_line(str(folder), _PATH_LENGTH)
    say = catalogue.say
    if not folder.is_dir():
        yield _absent(folder, path, catalogue)
        return
    if not _takes_files(folder):
        words = say(N_("Vigie can't write into its folder {path}."), path=path)
        remedy = N_("Make room, give the folder to the user who runs Vigie (chown -R), or name another: VIGIE_DATA_DIR")
        yield Finding(_NAME, Health.BAD, words, say(remedy))
        return
    free = shutil.disk_usage(folder).free
    if free < LEAST_ROOM:
        words = say(N_("Only {size} are free on the disk of {path}."), size=catalogue.size(free), path=path)
        remedy = N_("Make room, or keep the originals for a shorter time: VIGIE_KEEP_ORIGINALS_DAYS in .env")
        yield Finding(_NAME, Health.WARNING, words, say(remedy))
        return
    room = catalogue.number(free // _GIGABYTE)
    words = say(N_("The data folder {path} takes files; {number} GB are free."), path=path, number=room)
    yield Finding(_NAME, Health.GOOD, words)


def _absent(folder: Path, path: str, catalogue: Catalogue) -> Finding:
    """Tell whether Vigie can make the folder by itself when it starts."""
    say = catalogue.say
    above = next(parent for parent in folder.parents if parent.exists())
    if folder.exists() or not above.is_dir() or not _takes_files(above):
        words = say(N_("The data folder {path} is not there, and can't be made."), path=path)
        remedy = N_("Name another one in .env, which Vigie can write into: VIGIE_DATA_DIR")
        return Finding(_NAME, Health.BAD, words, say(remedy))
    words = say(N_("The data folder {path} is not there yet."), path=path)
    return Finding(_NAME, Health.WARNING, words, say(N_("Vigie makes it when it starts: vigie run")))


def _takes_files(folder: Path) -> bool:
    """Whether a file can be written there; it is gone at once."""
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"vigie")
            probe.flush()
    except OSError:
        return False
    return True
