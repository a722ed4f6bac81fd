"""Copying every row from one database to another, of whatever kind each is."""

from __future__ import annotations

from sqlalchemy import Connection, Table, delete, insert, select

from bot.tables import metadata
from bot.trail.guards import lower_guards

_AT_ONCE = 1_000


def copy_rows(source: Connection, target: Connection) -> None:
    """Put the rows of `source` in the place of those of `target`, whose transaction raises the guards again.

    Both have this version's tables (Database.upgrade); `target` is one of Database.migrating.
    """
    lower_guards(target)
    for table in reversed(metadata.sorted_tables):
        target.execute(delete(table))
    for table in metadata.sorted_tables:
        _copy_table(source, target, table)


def _copy_table(source: Connection, target: Connection, table: Table) -> None:
    rows = source.execution_options(yield_per=_AT_ONCE).execute(select(table).order_by(*table.primary_key.columns))
    for batch in rows.partitions(_AT_ONCE):
        target.execute(insert(table), [row._asdict() for row in batch])
