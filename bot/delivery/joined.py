"""A house whose every act is part of one transaction that somebody else has begun, and will commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import Connection

from bot.database import Database
from bot.house import House


class Joined(Database):
    """Gives the same transaction again and again; what it gives is committed where it was begun."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the transaction under way."""
        yield self._connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give the transaction under way: it sees what it has written itself."""
        yield self._connection


class _Asleep:
    """Wakes nobody: what was written is not there yet for anybody else."""

    def wake(self) -> None:
        """Leave it to whoever commits."""


def joined(house: House, connection: Connection) -> House:
    """Return the house as one transaction sees it; whoever commits wakes the examiner afterwards."""
    return replace(house, database=Joined(connection), examiner=_Asleep())
