"""What a database may raise, and what to do about it, in a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from bot.errors import SetupError
from bot.language import N_

DAMAGE = (DBAPIError, sqlite3.Error, UnicodeDecodeError)
"""What reading a damaged database may raise; the last where SQLite's own message holds damaged text."""
_OUT_OF_REACH = N_("Check who may read and write the data folder.")
_OCCUPIED = N_("Another process is at work on it: try again in a moment.")
_FULL = N_("The disk is full: make room.")
_ANY_REMEDY = N_("Try again; if it lasts, look at the disk.")
_UNREACHED = N_("Its server does not answer: is it running, and is the address in VIGIE_DATABASE_URL right?")
_REFUSED = N_("Its server does not let Vigie in: check the user, the password and the name in VIGIE_DATABASE_URL.")
_READ_ONLY = N_("Its server only lets it be read: give the address of the one that takes writes.")
_CODES = {
    sqlite3.SQLITE_PERM: _OUT_OF_REACH,
    sqlite3.SQLITE_READONLY: _OUT_OF_REACH,
    sqlite3.SQLITE_CANTOPEN: _OUT_OF_REACH,
    sqlite3.SQLITE_AUTH: _OUT_OF_REACH,
    sqlite3.SQLITE_BUSY: _OCCUPIED,
    sqlite3.SQLITE_LOCKED: _OCCUPIED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _ANY_REMEDY,
}
"""What to do, by SQLite's primary result code; every other code says that the file is damaged."""
_STATES = {
    "25006": _READ_ONLY,
    "28": _REFUSED,
    "3D": _REFUSED,
    "42501": _REFUSED,
    "40": _OCCUPIED,
    "53100": _FULL,
    "53300": _OCCUPIED,
    "55P03": _OCCUPIED,
    "57P03": _UNREACHED,
    "08": _UNREACHED,
}
"""What to do, by PostgreSQL's SQLSTATE or the class that it begins with (PostgreSQL manual, appendix A)."""
_TURNED_AWAY = "FATAL:"
"""How a server's last word begins (PostgreSQL manual, 55.8: severity, the same in every language)."""
_CORRUPTED = {"XX001", "XX002"}


@contextmanager
def damage_told() -> Iterator[None]:
    """Say it in a sentence where a database can't be opened or read.

    Raises:
        SetupError: in the place of what the database raised.
    """
    try:
        yield
    except DAMAGE as error:
        if is_damage(error):
            raise SetupError(
                N_("The database can't be read: its file is damaged."),
                N_("`vigie trail verify` says where; a copy made with `vigie db backup` can take its place."),
            ) from error
        raise SetupError(N_("The database can't be used just now."), remedy(error)) from error


def is_damage(error: BaseException) -> bool:
    """Whether what was raised says that the data itself is damaged, not that it is busy, full or out of reach."""
    cause = _cause(error)
    if _is_sqlite(cause):
        return _code(cause) not in _CODES
    return str(getattr(cause, "sqlstate", None)) in _CORRUPTED


def remedy(error: BaseException) -> str:
    """Return what to do about an error that says nothing of damage; a msgid."""
    cause = _cause(error)
    if _is_sqlite(cause):
        return _CODES.get(_code(cause), _ANY_REMEDY)
    state = getattr(cause, "sqlstate", None)
    if state is None:  # no connection came about: libpq hands on what the server said, where it said anything
        return _REFUSED if _TURNED_AWAY in str(cause) else _UNREACHED
    return next((_STATES[state[:length]] for length in (5, 2) if state[:length] in _STATES), _ANY_REMEDY)


def _cause(error: BaseException) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error


def _is_sqlite(cause: BaseException | None) -> bool:
    return isinstance(cause, sqlite3.Error | UnicodeDecodeError) or cause is None


def _code(cause: BaseException | None) -> int:
    return int(getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)) & 0xFF
