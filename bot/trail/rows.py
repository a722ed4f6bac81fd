"""Rows of a table that may be damaged, in the order of their key; those before the damage are still given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, text

from bot.database import DAMAGE

_BATCH = 500
_BEFORE_ALL = -(2**63)
"""The least integer of SQL's BIGINT: no key is below it."""


class Rows:
    """The rows of one table, read ahead in batches and handed out as far as they belong to a number."""

    def __init__(self, connection: Connection, table: str, columns: tuple[str, ...]) -> None:
        """Read `columns`, the first of which is the table's integer key."""
        key = columns[0]
        # Plain SQL: a damaged value comes as it is, not through a column type that expects a sound one; and
        # named by us, since a damaged schema may call a column `Size`.
        named = ", ".join(f"{column} AS {column}" for column in columns)
        query = f"SELECT {named} FROM {table} WHERE {key} > :after ORDER BY {key} LIMIT :most"  # noqa: S608
        self._query = text(query)
        self._connection = connection
        self._rows = self._all()
        self._next: Row[Any] | None = None
        self._peeked = False

    def peek(self) -> Row[Any] | None:
        """Return the next row without handing it out, None at the end.

        Raises:
            one of DAMAGE: the row can't be read.
        """
        if not self._peeked:
            self._next, self._peeked = next(self._rows, None), True
        return self._next

    def __iter__(self) -> Iterator[Row[Any]]:
        """Hand out every row that was not handed out yet; raises as `peek` does."""
        while (row := self.peek()) is not None:
            self._peeked = False
            yield row

    def of(self, column: str, number: int) -> Iterator[Row[Any]]:
        """Hand out the next rows as long as their `column` is `number`; raises as `peek` does."""
        while (row := self.peek()) is not None and getattr(row, column) == number:
            self._peeked = False
            yield row

    def _all(self) -> Iterator[Row[Any]]:
        after, most = _BEFORE_ALL, _BATCH
        while True:
            try:
                batch = self._connection.execute(self._query, {"after": after, "most": most}).all()
            except DAMAGE:
                if most == 1:
                    raise
                most = 1
                continue
            yield from batch
            if len(batch) < most:
                return
            after = batch[-1][0]
