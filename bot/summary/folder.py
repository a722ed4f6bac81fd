"""Each weekly summary as files, so that it can be mailed or archived: `VIGIE_DATA_DIR/summaries/2026-W47`."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from bot.house import House
from bot.pages.summary import as_html
from bot.summary.attachments import chart, file_name, register, register_of_period
from bot.summary.model import Summary
from bot.summary.words import plain, summary_text

TEXT, PAGE, CHECKPOINT = "summary.txt", "summary.html", "checkpoint.txt"


def write_files(house: House, summary: Summary, *, anew: bool = False) -> Path:
    """Write a week's files into its folder, in the language of the house; return the folder.

    What is there stays, unless they are to be written `anew`.

    Each is written by itself, the words first: none is missing because another can't be made.

    Raises:
        OSError: the folder can't be written to.
    """
    catalogue = house.catalogue()
    folder = house.settings.summaries / summary.week
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    makers: dict[str, Callable[[], bytes]] = {
        TEXT: lambda: plain(summary_text(summary, catalogue)).encode(),
        CHECKPOINT: lambda: summary.integrity.checkpoint.encode(),
        file_name(summary, "csv"): lambda: register(house, summary, catalogue).content,
        file_name(summary, "png"): lambda: chart(summary, catalogue).content,
        PAGE: lambda: as_html(summary, register_of_period(house, summary, catalogue), catalogue).encode(),
    }
    for name, make in makers.items():
        if anew:
            (folder / name).unlink(missing_ok=True)
        if not (folder / name).exists() and (content := make()):
            _write(folder / name, content)
    return folder


def is_whole(folder: Path) -> bool:
    """Whether a week's folder has what every week has; where there is a picture, its register could be counted too."""
    wanted = [TEXT, PAGE, *([f"vigie-{folder.name}.csv"] if (folder / f"vigie-{folder.name}.png").exists() else [])]
    return all((folder / name).exists() for name in wanted)


def forget_words(summaries: Path) -> None:
    """Remove the files that hold what people typed: they are written anew from what is left of it."""
    for pattern in ("*/*.csv", f"*/{PAGE}"):
        for path in summaries.glob(pattern):
            path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """Write a file that is whole or not there, whoever else writes it at the same time."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
