"""PostgreSQL: the way out of one machine. One writer at a time over all processes, readers with a steady view."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, inspect, text

from bot.database.copying import copy_rows
from bot.database.faults import damage_told
from bot.errors import SetupError
from bot.language import N_
from bot.tables import metadata

_TURN = 0x7669_6769_65
"""The advisory lock that writers queue for (« vigie » in ASCII); any number that nothing else on this database uses."""
_CONNECT_TIMEOUT = 10
"""Seconds until a server that does not answer is given up."""
_OPTIONS = "-c lock_timeout=10000 -c timezone=UTC"
"""How long a writer waits for another, in milliseconds, as with SQLite."""
_OLDEST = 130_000
"""PostgreSQL 13: what is still maintained (server_version_num)."""


def open_engine(url: URL) -> Engine:
    """Return an engine; nothing is connected yet."""
    options = f"{_OPTIONS} {url.query.get('options', '')}"
    return create_engine(
        url.difference_update_query(["options"]),
        pool_pre_ping=True,
        connect_args={"connect_timeout": _CONNECT_TIMEOUT, "options": options, "application_name": "vigie"},
    )


def wait_for_turn(connection: Connection) -> None:
    """Wait until no other process writes; the lock goes with the transaction."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})


@contextmanager
def reading_damaged(_connection: Connection) -> Iterator[None]:
    """Nothing to prepare: a server hands out no text that is none."""
    yield


@contextmanager
def rebuilding(_connection: Connection) -> Iterator[None]:
    """Nothing to prepare: tables are altered in place."""
    yield


def is_consistent(_connection: Connection) -> bool:
    """Whether every row that refers to another finds it: the server has seen to it."""
    return True


def copy_to(engine: Engine, partial: Path) -> None:
    """Copy the whole database to a new SQLite file, which Vigie can verify by itself, in one steady view."""
    from bot.database.database import Database  # the copy is a database too

    copy = Database.open(partial)
    try:
        copy.upgrade()
        with engine.connect().execution_options(**READING) as source, source.begin(), copy.migrating() as target:
            copy_rows(source, target)
    finally:
        copy.close()


READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""A steady view that can't be written to."""


def settle(_engine: Engine) -> bool:
    """Nothing to bring together when it is closed: the server keeps its files."""
    return True


def scrub(engine: Engine) -> bool:
    """Write the tables anew, so that what was erased is in none of their files; its log is the server's own."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in metadata.sorted_tables:
            connection.execute(text(f"VACUUM (FULL) {table.name}"))
    return True


def has_schema(url: URL) -> bool:
    """Whether Vigie has kept anything there yet.

    Raises:
        SetupError: the server can't be reached, or is too old.
    """
    engine = open_engine(url)
    try:
        with damage_told(), engine.connect() as connection:
            version = connection.execute(text("SHOW server_version_num")).scalar_one()
            if int(version) < _OLDEST:
                raise SetupError(N_("This PostgreSQL is too old: Vigie needs version 13 or newer."))
            return inspect(connection).has_table("alembic_version")
    finally:
        engine.dispose()
