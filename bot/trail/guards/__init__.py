"""The triggers that keep the trail append-only against mistakes; against intent stands the tree (verify.py).

They are made again at the end of every migration, because Alembic's batch mode loses them silently.
"""

from __future__ import annotations

from types import ModuleType

from sqlalchemy import Connection

from bot.trail.guards import postgresql, sqlite

DIALECTS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}
"""Who stands guard, by SQLAlchemy dialect; one without guards is not supported."""


def raise_guards(connection: Connection) -> None:
    """Make every trigger again, as this version of Vigie writes it."""
    DIALECTS[connection.dialect.name].raise_all(connection)


def lower_guards(connection: Connection) -> None:
    """Take every trigger away, in a transaction that raises them again before it ends (Database.migrating)."""
    DIALECTS[connection.dialect.name].lower_all(connection)


def fallen_guards(connection: Connection) -> frozenset[str]:
    """Return the names of triggers that are missing, strange or not as this version of Vigie writes them."""
    fallen: frozenset[str] = DIALECTS[connection.dialect.name].fallen(connection)
    return fallen
