"""A database that many threads, and several processes, may use at once, whatever kind it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from types import ModuleType

from sqlalchemy import Connection, Engine, text

from bot.database import sqlite
from bot.database.address import file_of, url_of
from bot.database.faults import DAMAGE, damage_told
from bot.errors import SetupError, UsageError
from bot.language import N_
from bot.tables import SCHEMA
from bot.trail.guards import fallen_guards, raise_guards

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class Database:
    """One database; `kind` is the module that knows its dialect."""

    def __init__(self, engine: Engine, kind: ModuleType) -> None:
        self._engine, self._kind = engine, kind
        self._writers = Lock()
        self._reading = getattr(kind, "READING", {})

    @classmethod
    def open(cls, address: str | Path) -> Database:
        """Return the database at an address such as `sqlite:////srv/vigie.db`, or of a file; reads nothing.

        Raises:
            SetupError: the address is none, or of a kind of database that is not supported.
        """
        url = url_of(address)
        kind = sqlite if file_of(url) else _postgresql()
        return cls(kind.open_engine(url), kind)

    @property
    def dialect(self) -> str:
        """The kind of database, as SQLAlchemy calls it."""
        return self._engine.dialect.name

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction without other writers; it commits at the end, rolls back on any exception.

        Not to be nested: a thread that is writing already would wait for itself.
        """
        # Writers of this process queue here, fairly; what is behind it is kept for other processes.
        with (
            self._writers,
            self._engine.connect().execution_options(writing=True) as connection,
            connection.begin(),
        ):
            self._kind.wait_for_turn(connection)
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a steady view of the database, which can't be written to."""
        with self._engine.connect().execution_options(**self._reading) as connection, connection.begin():
            yield connection

    @contextmanager
    def reading_damaged(self) -> Iterator[Connection]:
        """Give a steady view like `reading`, in which text that is no UTF-8 any more reads as surrogates."""
        with self.reading() as connection, self._kind.reading_damaged(connection):
            yield connection

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
        with (
            self._writers,
            self._engine.connect().execution_options(writing=True) as connection,
            self._kind.rebuilding(connection),
            connection.begin(),
        ):
            self._kind.wait_for_turn(connection)
            yield connection
            raise_guards(connection)
            if fallen_guards(connection) or not self._kind.is_consistent(connection):
                raise SetupError(N_("The migration of the database failed; nothing was changed."))

    def backup(self, path: Path) -> None:
        """Copy the whole database to a new SQLite file while it is in use; it has its name only when it is complete.

        Raises:
            UsageError: there is a file of that name already.
        """
        if path.exists():
            raise UsageError(N_("{path} exists already."), N_("Choose another name."), path=str(path))
        partial = path.with_name(f".{path.name}.partial")
        partial.unlink(missing_ok=True)
        sqlite.keep_private(partial)
        self._kind.copy_to(self._engine, partial)
        partial.rename(path)

    def settle(self) -> bool:
        """Bring everything into the one file, where there is one.

        Returns whether that was possible: not while another process reads an older state.
        """
        return bool(self._kind.settle(self._engine))

    def scrub(self) -> bool:
        """See to it that what was erased is in no file of the database any more; return whether that was possible."""
        return bool(self._kind.scrub(self._engine))

    def close(self) -> None:
        """Settle and let go of it; a damaged one is let go of as it is."""
        with suppress(*DAMAGE):
            self.settle()
        self._engine.dispose()


def _postgresql() -> ModuleType:
    from bot.database import postgresql  # only where there is a server: it loads its driver

    return postgresql


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
