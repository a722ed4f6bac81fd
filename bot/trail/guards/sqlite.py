"""The trail's guards in SQLite's words."""

from __future__ import annotations

from sqlalchemy import Connection, text

TRIGGERS = {
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
"""Each trigger by its name: when it fires, and what it says then."""


def raise_all(connection: Connection) -> None:
    """Make every trigger again."""
    for name, sql in _statements().items():
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        connection.execute(text(sql))


def lower_all(connection: Connection) -> None:
    """Take every trigger away, for a migration or a restored copy."""
    for name in TRIGGERS:
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))


def fallen(connection: Connection) -> frozenset[str]:
    """Return the names of triggers that are missing, strange or changed."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return frozenset(name for name, _sql in set(_statements().items()) ^ {(row[0], row[1]) for row in rows})


def _statements() -> dict[str, str]:
    return {name: f"CREATE TRIGGER {name}\n{_dedented(body)}" for name, body in TRIGGERS.items()}


def _dedented(body: str) -> str:
    return "\n".join(line.strip() for line in body.strip().splitlines())
