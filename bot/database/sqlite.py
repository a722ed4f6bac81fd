"""SQLite: one file, one writer, readers beside it, and the whole in that one file when it is closed."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from bot.database.faults import DAMAGE

BUSY_TIMEOUT = 10_000
"""How long a writer waits for another process's, in milliseconds."""
_LOOK_AGAIN = 0.005
"""Seconds between two tries to get at a file that somebody else is switching over."""
_PRAGMAS = (
    # What was acknowledged survives a power cut; under NORMAL a checkpoint could be ahead of the file.
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",
)


def open_engine(url: URL) -> Engine:
    """Return an engine for a file; a finished copy that we may only read is opened as such."""
    path = Path(str(url.database))
    keep_private(path)
    if _is_frozen(path):
        engine = create_engine("sqlite://", creator=lambda: _connect_frozen(str(path)), poolclass=NullPool)
    else:
        engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT / 1000})
        event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def wait_for_turn(_connection: Connection) -> None:
    """Nothing to wait for: BEGIN IMMEDIATE has waited."""


@contextmanager
def reading_damaged(connection: Connection) -> Iterator[None]:
    """Let text that is no UTF-8 any more read as surrogates."""
    opened = driver(connection)
    opened.text_factory = lambda stored: stored.decode(errors="surrogateescape")
    try:
        yield
    finally:
        opened.text_factory = str


@contextmanager
def rebuilding(connection: Connection) -> Iterator[None]:
    """Leave foreign keys unchecked: else rebuilding a table deletes the rows that refer to it."""
    opened = driver(connection)
    opened.execute("PRAGMA foreign_keys=OFF")  # without effect inside a transaction
    try:
        yield
    finally:
        opened.execute("PRAGMA foreign_keys=ON")


def is_consistent(connection: Connection) -> bool:
    """Whether every row that refers to another finds it."""
    return driver(connection).execute("PRAGMA foreign_key_check").fetchone() is None


def copy_to(engine: Engine, partial: Path) -> None:
    """Copy the whole database to a new file while it is in use."""
    with engine.connect() as connection, closing(sqlite3.connect(partial)) as target:
        driver(connection).backup(target)
        # A copy is read alone, perhaps from a read-only disk: no WAL beside it.
        target.execute("PRAGMA journal_mode=DELETE")


def settle(engine: Engine) -> bool:
    """Bring everything into the one file; return whether that was possible: not while others read an older state."""
    with engine.connect() as connection:
        busy, _, _ = driver(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


scrub = settle
"""What was erased was overwritten at once (secure_delete); the log beside the file held it still."""


def keep_private(path: Path) -> None:
    """Make a new database file readable by its owner alone; SQLite gives its companions the same mode."""
    if path.parent.is_dir():
        with suppress(FileExistsError):
            path.touch(mode=0o600, exist_ok=False)


def driver(connection: Connection) -> Any:  # noqa: ANN401 - sqlite3.Connection, unknown to SQLAlchemy's types
    """Return the connection of Python's own driver."""
    return connection.connection.driver_connection


def _is_frozen(path: Path) -> bool:
    """Whether this is a finished copy that we may only read: no log beside it, no right to write."""
    if not path.is_file() or path.with_name(f"{path.name}-wal").exists():
        return False
    return not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _connect_frozen(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{quote(path)}?immutable=1", uri=True, check_same_thread=False)
    connection.isolation_level = None
    return connection


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    try:
        _keep_a_write_ahead_log(connection)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except DAMAGE:
        connection.close()
        raise


def _keep_a_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch a new file over; where another process is doing so, SQLite fails at once instead of waiting."""
    until = time.monotonic() + BUSY_TIMEOUT / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_LOOK_AGAIN)
        else:
            return


def _begin(connection: Connection) -> None:
    """Begin as a writer at once (a deferred one fails where another came first), or unable to write."""
    writing = bool(connection.get_execution_options().get("writing"))
    driver(connection).execute(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
