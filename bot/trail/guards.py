"""The triggers that keep the trail append-only against mistakes; against intent stands the tree (verify.py).

They are made again at the end of every migration, because Alembic's batch mode loses them silently.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

_SQLITE = {
    # INSERT OR REPLACE deletes without firing delete triggers: a dense sequence leaves it nothing to replace.
    "trail_entries_dense": """
        BEFORE INSERT ON trail_entries
        WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM trail_entries)
        BEGIN SELECT RAISE(ABORT, 'trail entries follow one another'); END""",
    "trail_entries_no_update": """
        BEFORE UPDATE ON trail_entries
        BEGIN SELECT RAISE(ABORT, 'trail entries never change'); END""",
    "trail_entries_no_delete": """
        BEFORE DELETE ON trail_entries
        BEGIN SELECT RAISE(ABORT, 'trail entries are never deleted'); END""",
    "trail_personal_dense": """
        BEFORE INSERT ON trail_personal
        WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM trail_personal)
          OR NEW.entry_seq IS NOT (SELECT max(seq) FROM trail_entries)
          OR EXISTS (SELECT 1 FROM trail_personal WHERE entry_seq = NEW.entry_seq AND field = NEW.field)
        BEGIN SELECT RAISE(ABORT, 'personal parts come with their entry'); END""",
    "trail_personal_erase_only": """
        BEFORE UPDATE ON trail_personal
        WHEN NEW.salt IS NOT NULL OR NEW.content IS NOT NULL OR NEW.id <> OLD.id
          OR NEW.entry_seq <> OLD.entry_seq OR NEW.field <> OLD.field OR NEW.person IS NOT OLD.person
        BEGIN SELECT RAISE(ABORT, 'personal parts are erased, never changed'); END""",
    "trail_personal_no_delete": """
        BEFORE DELETE ON trail_personal
        BEGIN SELECT RAISE(ABORT, 'personal parts are erased, never deleted'); END""",
    "trail_head_single": """
        BEFORE INSERT ON trail_head
        WHEN EXISTS (SELECT 1 FROM trail_head)
        BEGIN SELECT RAISE(ABORT, 'the trail has one head'); END""",
    "trail_head_forward": """
        BEFORE UPDATE ON trail_head
        WHEN NEW.id <> OLD.id OR NEW.size <= OLD.size OR NEW.size IS NOT (SELECT max(seq) FROM trail_entries)
        BEGIN SELECT RAISE(ABORT, 'the head of the trail only moves forward'); END""",
    "trail_head_no_delete": """
        BEFORE DELETE ON trail_head
        BEGIN SELECT RAISE(ABORT, 'the trail has one head'); END""",
    "trail_checkpoints_forward": """
        BEFORE INSERT ON trail_checkpoints
        WHEN NEW.size <= (SELECT coalesce(max(size), -1) FROM trail_checkpoints)
          OR NEW.size IS NOT (SELECT size FROM trail_head)
        BEGIN SELECT RAISE(ABORT, 'checkpoints are of the head, and follow one another'); END""",
    "trail_checkpoints_no_update": """
        BEFORE UPDATE ON trail_checkpoints
        BEGIN SELECT RAISE(ABORT, 'checkpoints never change'); END""",
    "trail_checkpoints_no_delete": """
        BEFORE DELETE ON trail_checkpoints
        BEGIN SELECT RAISE(ABORT, 'checkpoints are never deleted'); END""",
}

TRIGGERS = {"sqlite": _SQLITE}
"""What stands guard, by SQLAlchemy dialect and by name; a dialect without triggers here is not supported."""


def raise_guards(connection: Connection) -> None:
    """Make every trigger again, as this version of Vigie writes it."""
    for name, sql in _statements(connection).items():
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        connection.execute(text(sql))


def fallen_guards(connection: Connection) -> frozenset[str]:
    """Return the names of triggers that are missing, strange or not as this version of Vigie writes them."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return frozenset(name for name, _sql in set(_statements(connection).items()) ^ {(row[0], row[1]) for row in rows})


def _statements(connection: Connection) -> dict[str, str]:
    guards = TRIGGERS[connection.dialect.name]
    return {name: f"CREATE TRIGGER {name}\n{_dedented(body)}" for name, body in guards.items()}


def _dedented(body: str) -> str:
    return "\n".join(line.strip() for line in body.strip().splitlines())
