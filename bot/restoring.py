"""Putting a copy in the place of the database: nobody who was erased comes back, and the old one is kept aside."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete

from bot.database import Database, damage_told
from bot.database.copying import copy_rows
from bot.erasure_log import reapply, recorded, remembered
from bot.errors import UsageError
from bot.language import N_
from bot.settings import Settings
from bot.tables import sessions, sign_in_links
from bot.trail.read import head
from bot.verification import verifier, verify_database


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restoration did: entries now and before, parts that were erased again, where the old database is kept."""

    entries: int
    before: int
    erased: int
    aside: Path | None


def restore(settings: Settings, copy: Path, at: datetime, *, replace: bool) -> Restored:
    """Put a copy made by `vigie db backup` in the place of the database, in one transaction.

    Personal links and sessions end: the copy may hold some that were ended since.

    Raises:
        UsageError: the copy is none, or was altered; or there is a trail already and `replace` was not said.
        SetupError: a database can't be used.
    """
    with _opened_copy(settings, copy) as source:
        database = Database.open(settings.database)
        try:
            database.upgrade()
            return _replace(settings, source, database, at, replace=replace)
        finally:
            database.close()


def _replace(settings: Settings, source: Database, database: Database, at: datetime, *, replace: bool) -> Restored:
    with database.reading() as connection:
        before, erasures = head(connection).size, recorded(connection)
    if before and not replace:
        raise UsageError(
            N_("There is a journal already: {number} entries."),
            N_("To put the copy in its place, say so: vigie db restore FILE --replace"),
            number=before,
        )
    aside = settings.data_dir / f"replaced-{at:%Y%m%d-%H%M%S}.db" if before else None
    if aside:
        database.backup(aside)
    with source.reading() as old, database.migrating() as new:
        copy_rows(old, new)
        for table in (sessions, sign_in_links):
            new.execute(delete(table))
        erased = reapply(new, [*erasures, *remembered(settings.erasure_log)], at)
        entries = head(new).size
    database.scrub()
    return Restored(entries, before, erased, aside)


@contextmanager
def _opened_copy(settings: Settings, copy: Path) -> Iterator[Database]:
    """Give a copy of the copy, brought up to this version: the file that was handed over stays as it is."""
    if not copy.is_file():
        raise UsageError(N_("{path} can't be read."), path=str(copy))
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix=".restoring-") as folder:
        working = Path(shutil.copy(copy, folder))
        database = Database.open(working)
        try:
            with damage_told():
                _require_sound(database, settings, copy)
                database.upgrade()
            yield database
        finally:
            database.close()


def _require_sound(database: Database, settings: Settings, copy: Path) -> None:
    if not verify_database(database, verifier(settings)).intact:
        raise UsageError(
            N_("{path} is not a sound copy of a journal; nothing was changed."),
            N_("`vigie trail verify` on it says where it was altered."),
            path=str(copy),
        )
