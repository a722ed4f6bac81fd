"""The database: whether it can be opened, is of this version, and its file whole, on a disk of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, text

from bot.database import DAMAGE, MIGRATIONS, Database, is_there, place
from bot.database.address import file_of, url_of
from bot.doctor.careful import damaged, database_trouble, out_of_reach
from bot.doctor.disk import is_on_network
from bot.doctor.model import Finding, Health
from bot.errors import SetupError
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.settings import Settings
from bot.tables import SCHEMA
from bot.trail.guards import fallen_guards

_NAME = "database"
_MIGRATIONS = "migrations"
_PATH_LENGTH = 200


class Opening:
    """Opens the database as it is; `database` is there once `findings` saw that this version can read it."""

    def __init__(self, settings: Settings) -> None:
        self._address = settings.database
        self._open = ExitStack()
        self.database: Database | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def findings(self, catalogue: Catalogue) -> Iterator[Finding]:
        """Yield what is found on opening it; nothing is made, upgraded or mended."""
        try:
            there = is_there(self._address)
        except SetupError as error:
            words = catalogue.say(N_("The database can't be opened."))
            yield Finding(_NAME, Health.BAD, words, error.sentence(catalogue))
            return
        file = file_of(url_of(self._address))
        if not there:
            yield self._absent(file, catalogue)
        elif file and (locked := _locked(file)):
            yield out_of_reach(_NAME, str(locked), catalogue)
        else:
            yield from self._opened(file, catalogue)

    def _absent(self, file: Path | None, catalogue: Catalogue) -> Finding:
        say = catalogue.say
        where = one_line(place(self._address), _PATH_LENGTH)
        if file and file.exists():
            words = say(N_("{path} is no file, so no database can be kept there."), path=where)
            return Finding(_NAME, Health.BAD, words, say(N_("Name another file in .env: VIGIE_DATABASE_URL")))
        words = say(N_("There is no database yet in {path}."), path=where)
        return Finding(_NAME, Health.WARNING, words, say(N_("Vigie makes it when it starts: vigie run")))

    def _opened(self, file: Path | None, catalogue: Catalogue) -> Iterator[Finding]:
        database = Database.open(self._address)
        self._open.callback(database.close)
        try:
            with database.reading() as connection:
                version = _version(connection)
                whole = _whole(connection)
                fallen = version == SCHEMA and bool(fallen_guards(connection))
        except DAMAGE as error:
            yield database_trouble(_NAME, error, catalogue)
            return
        yield self._state(whole, catalogue)
        yield _migrations(version, catalogue)
        if fallen:
            yield _guards(catalogue)
        if file and is_on_network(file):
            yield _elsewhere(file, catalogue)
        self.database = database if version == SCHEMA else None

    def _state(self, whole: bool, catalogue: Catalogue) -> Finding:
        if not whole:
            return damaged(_NAME, catalogue)
        where = one_line(place(self._address), _PATH_LENGTH)
        return Finding(_NAME, Health.GOOD, catalogue.say(N_("The database can be opened: {path}"), path=where))


def _locked(file: Path) -> Path | None:
    """Return what Vigie may not write to: the file, or its folder, where SQLite keeps its log."""
    return next((path for path in (file, file.parent) if not os.access(path, os.R_OK | os.W_OK)), None)


def _version(connection: Connection) -> str | None:
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _whole(connection: Connection) -> bool:
    """Whether SQLite finds nothing wrong with its file; a server looks after its own."""
    if connection.dialect.name != "sqlite":
        return True
    return connection.execute(text("PRAGMA quick_check(1)")).scalar() == "ok"


def _migrations(version: str | None, catalogue: Catalogue) -> Finding:
    say = catalogue.say
    if version == SCHEMA:
        return Finding(_MIGRATIONS, Health.GOOD, say(N_("The database is up to date.")))
    if version is not None and not list((MIGRATIONS / "versions").glob(f"{version}_*.py")):
        words = N_("This database was written by a newer version of Vigie.")
        return Finding(_MIGRATIONS, Health.BAD, say(words), say(N_("Install that version, or a later one.")))
    words = N_("The database is not up to date with this version of Vigie.")
    remedy = N_("Make a copy, then: vigie db upgrade. Vigie does it too when it starts.")
    return Finding(_MIGRATIONS, Health.BAD, say(words), say(remedy))


def _guards(catalogue: Catalogue) -> Finding:
    words = N_("The guards that keep the journal from being changed were taken away.")
    remedy = N_("See first whether the journal is intact: vigie trail verify. To put them back: vigie db upgrade")
    return Finding("guards", Health.BAD, catalogue.say(words), catalogue.say(remedy))


def _elsewhere(file: Path, catalogue: Catalogue) -> Finding:
    words = N_("{path} is on a network disk, where an SQLite file can be damaged.")
    remedy = N_("Keep it on a disk of this machine (VIGIE_DATA_DIR), or use PostgreSQL (VIGIE_DATABASE_URL).")
    told = catalogue.say(words, path=one_line(str(file), _PATH_LENGTH))
    return Finding("disk", Health.BAD, told, catalogue.say(remedy))
