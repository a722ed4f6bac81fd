"""The database: one writer at a time, readers with a steady view, one whole file when it is closed."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from bot.errors import SetupError, UsageError
from bot.language import N_
from bot.tables import SCHEMA
from bot.trail.guards import TRIGGERS, fallen_guards, raise_guards

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
BUSY_TIMEOUT = 10_000
"""How long a writer waits for another process's, in milliseconds."""
DAMAGE = (DBAPIError, sqlite3.Error, UnicodeDecodeError)
"""What reading a damaged file may raise; the last where SQLite's own message holds damaged text."""
_OUT_OF_REACH = N_("Check who may read and write the data folder.")
_OCCUPIED = N_("Another process is at work on it: try again in a moment.")
_ANY_REMEDY = N_("Try again; if it lasts, look at the disk.")
_REMEDIES = {
    sqlite3.SQLITE_PERM: _OUT_OF_REACH,
    sqlite3.SQLITE_READONLY: _OUT_OF_REACH,
    sqlite3.SQLITE_CANTOPEN: _OUT_OF_REACH,
    sqlite3.SQLITE_AUTH: _OUT_OF_REACH,
    sqlite3.SQLITE_BUSY: _OCCUPIED,
    sqlite3.SQLITE_LOCKED: _OCCUPIED,
    sqlite3.SQLITE_FULL: N_("The disk is full: make room."),
    sqlite3.SQLITE_IOERR: _ANY_REMEDY,
}
"""What to do, by SQLite's primary result code; every other code says that the file is damaged."""
_LOOK_AGAIN = 0.005
"""Seconds between two tries to get at a file that somebody else is switching over."""
_PRAGMAS = (
    # What was acknowledged survives a power cut; under NORMAL a checkpoint could be ahead of the file.
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",
)


class Database:
    """A database that many threads, and several processes, may use at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writers = Lock()

    @classmethod
    def open(cls, address: str | Path) -> Database:
        """Return the database at an address such as `sqlite:////srv/vigie.db`, or of a file; reads nothing.

        Raises:
            SetupError: the address is none, or of a kind of database that is not supported.
        """
        url = _url(address)
        _keep_private(Path(str(url.database)))
        frozen = _is_frozen(Path(str(url.database)))
        if frozen:
            engine = create_engine("sqlite://", creator=lambda: _connect_frozen(str(url.database)), poolclass=NullPool)
        else:
            engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT / 1000})
            event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return cls(engine)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction without other writers; it commits at the end, rolls back on any exception.

        Not to be nested: a thread that is writing already would wait for itself.
        """
        # Writers of this process queue here, fairly; SQLite's own wait is a poll, kept for other processes.
        with (
            self._writers,
            self._engine.connect().execution_options(writing=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a steady view of the database, which can't be written to."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def reading_damaged(self) -> Iterator[Connection]:
        """Give a steady view like `reading`, in which text that is no UTF-8 any more reads as surrogates."""
        with self.reading() as connection:
            driver = _driver(connection)
            driver.text_factory = lambda stored: stored.decode(errors="surrogateescape")
            try:
                yield connection
            finally:
                driver.text_factory = str

    def upgrade(self) -> None:
        """Bring the schema up to this version of Vigie, in one transaction, and raise the trail's guards.

        Raises:
            SetupError: the database comes from a newer version of Vigie, is damaged, or can't be reached.
        """
        with damage_told():
            with self.reading() as connection:
                if _schema(connection) == SCHEMA and not fallen_guards(connection):
                    return
            with self.migrating() as connection:
                _migrate(connection)

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """Give a writing transaction in which tables may be rebuilt; the guards are raised at its end.

        Raises:
            SetupError: rows refer to others that are gone, or a guard is missing; nothing is committed.
        """
        with self._writers, self._engine.connect().execution_options(writing=True) as connection:
            driver = _driver(connection)
            # Else rebuilding a table deletes the rows that refer to it; without effect inside a transaction.
            driver.execute("PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    yield connection
                    raise_guards(connection)
                    if fallen_guards(connection) or driver.execute("PRAGMA foreign_key_check").fetchone():
                        raise SetupError(N_("The migration of the database failed; nothing was changed."))
            finally:
                driver.execute("PRAGMA foreign_keys=ON")

    def backup(self, path: Path) -> None:
        """Copy the whole database to a new file while it is in use; it has its name only when it is complete.

        Raises:
            UsageError: there is a file of that name already.
        """
        if path.exists():
            raise UsageError(N_("{path} exists already."), N_("Choose another name."), path=str(path))
        partial = path.with_name(f".{path.name}.partial")
        partial.unlink(missing_ok=True)
        _keep_private(partial)
        with self._engine.connect() as connection, closing(sqlite3.connect(partial)) as target:
            _driver(connection).backup(target)
            # A copy is read alone, perhaps from a read-only disk: no WAL beside it.
            target.execute("PRAGMA journal_mode=DELETE")
        partial.rename(path)

    def settle(self) -> bool:
        """Bring everything into the one file, so that what was erased is not in the log beside it either.

        Returns whether that was possible: not while another process reads an older state.
        """
        with self._engine.connect() as connection:
            busy, _, _ = _driver(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def close(self) -> None:
        """Settle and let go of the file; a damaged one is let go of as it is."""
        with suppress(*DAMAGE):
            self.settle()
        self._engine.dispose()


@contextmanager
def damage_told() -> Iterator[None]:
    """Say it in a sentence where a database can't be opened or read.

    Raises:
        SetupError: in the place of what SQLite raised.
    """
    try:
        yield
    except DAMAGE as error:
        if is_damage(error):
            raise SetupError(
                N_("The database can't be read: its file is damaged."),
                N_("`vigie trail verify` says where; a copy made with `vigie db backup` can take its place."),
            ) from error
        raise SetupError(
            N_("The database can't be used just now."), _REMEDIES.get(_code(error), _ANY_REMEDY)
        ) from error


def is_damage(error: BaseException) -> bool:
    """Whether what SQLite raised says that the file itself is damaged, not that it is busy, full or out of reach."""
    return _code(error) not in _REMEDIES


def _code(error: BaseException) -> int:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return int(getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)) & 0xFF


def file_of(address: str | Path) -> Path:
    """Return the file that a database address stands for.

    Raises:
        SetupError: the address is none, or of a kind of database that is not supported.
    """
    return Path(str(_url(address).database))


def _url(address: str | Path) -> URL:
    if isinstance(address, Path):
        return URL.create("sqlite", database=str(address))
    try:
        url = make_url(address)
    except ArgumentError:
        url = None
    if url is None or url.get_backend_name() not in TRIGGERS or url.database in {None, "", ":memory:"}:
        raise SetupError(
            N_("VIGIE_DATABASE_URL names no database that Vigie can use."),
            N_("Write it like sqlite:////srv/vigie/vigie.db, or leave it out."),
        )
    return url


def _keep_private(path: Path) -> None:
    """Make a new database file readable by its owner alone; SQLite gives its companions the same mode."""
    if path.parent.is_dir():
        with suppress(FileExistsError):
            path.touch(mode=0o600, exist_ok=False)


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
    driver = _driver(connection)
    driver.execute(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _driver(connection: Connection) -> Any:  # noqa: ANN401 - sqlite3.Connection, unknown to SQLAlchemy's types
    return connection.connection.driver_connection


def _schema(connection: Connection) -> str | None:
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise SetupError(
            N_("This database was written by a newer version of Vigie."),
            N_("Install that version, or a later one."),
        ) from error
