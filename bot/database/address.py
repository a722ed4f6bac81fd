"""Where the database is: a file, or an address such as `postgresql://vigie@db.example/vigie`."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SetupError
from bot.language import N_
from bot.trail.guards import DIALECTS

_SQLITE = "sqlite"
_DRIVERS = {_SQLITE: "sqlite", "postgresql": "postgresql+psycopg"}


def url_of(address: str | Path) -> URL:
    """Return a database's address, with the driver that Vigie brings along.

    Raises:
        SetupError: the address is none, or of a kind of database that is not supported.
    """
    if isinstance(address, Path):
        return URL.create(_SQLITE, database=str(address))
    try:
        url = make_url(address.replace("postgres://", "postgresql://", 1))
    except ArgumentError:
        url = None
    if url is None or url.get_backend_name() not in DIALECTS or url.database in {None, "", ":memory:"}:
        raise SetupError(
            N_("VIGIE_DATABASE_URL names no database that Vigie can use."),
            N_(
                "Write it like sqlite:////srv/vigie/vigie.db or postgresql://user:password@host/vigie, or leave it out."
            ),
        )
    return url.set(drivername=_DRIVERS[url.get_backend_name()])


def file_of(url: URL) -> Path | None:
    """Return the file of an SQLite database, None for a server's."""
    return Path(str(url.database)) if url.get_backend_name() == _SQLITE else None


def place(address: str | Path) -> str:
    """Return where a database is, as people may read it: never with its password.

    Raises:
        SetupError: the address is none, or of a kind of database that is not supported.
    """
    url = url_of(address)
    return str(file_of(url) or url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True))


def is_there(address: str | Path) -> bool:
    """Whether Vigie has kept anything there yet; nothing is made.

    Raises:
        SetupError: the address is none, or its server can't be reached.
    """
    url = url_of(address)
    if file := file_of(url):
        return file.is_file()
    from bot.database import postgresql  # only where there is a server: it loads its driver

    return postgresql.has_schema(url)
