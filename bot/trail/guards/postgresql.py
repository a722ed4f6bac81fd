"""The trail's guards in PostgreSQL's words: a function and a trigger each, of the same name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Guard:
    """When a trigger fires on a table, what must not be then (empty for never), and what it says."""

    event: str
    table: str
    forbidden: str
    sentence: str
    each: str = "ROW"


def _never(event: str, table: str, sentence: str) -> Guard:
    return Guard(event, table, "true", sentence, "STATEMENT" if event == "TRUNCATE" else "ROW")


TRIGGERS = {
    "trail_entries_dense": Guard(
        "INSERT",
        "trail_entries",
        "NEW.seq IS DISTINCT FROM (SELECT coalesce(max(seq), 0) + 1 FROM trail_entries)",
        "trail entries follow one another",
    ),
    "trail_entries_no_update": _never("UPDATE", "trail_entries", "trail entries never change"),
    "trail_entries_no_delete": _never("DELETE", "trail_entries", "trail entries are never deleted"),
    "trail_entries_no_truncate": _never("TRUNCATE", "trail_entries", "trail entries are never deleted"),
    "trail_personal_dense": Guard(
        "INSERT",
        "trail_personal",
        "NEW.id IS DISTINCT FROM (SELECT coalesce(max(id), 0) + 1 FROM trail_personal)"
        " OR NEW.entry_seq IS DISTINCT FROM (SELECT max(seq) FROM trail_entries)",
        "personal parts come with their entry",
    ),
    "trail_personal_erase_only": Guard(
        "UPDATE",
        "trail_personal",
        "NEW.salt IS NOT NULL OR NEW.content IS NOT NULL OR NEW.id <> OLD.id OR NEW.entry_seq <> OLD.entry_seq"
        " OR NEW.field <> OLD.field OR NEW.person IS DISTINCT FROM OLD.person",
        "personal parts are erased, never changed",
    ),
    "trail_personal_no_delete": _never("DELETE", "trail_personal", "personal parts are erased, never deleted"),
    "trail_personal_no_truncate": _never("TRUNCATE", "trail_personal", "personal parts are erased, never deleted"),
    "trail_head_single": Guard("INSERT", "trail_head", "EXISTS (SELECT 1 FROM trail_head)", "the trail has one head"),
    "trail_head_forward": Guard(
        "UPDATE",
        "trail_head",
        "NEW.id <> OLD.id OR NEW.size <= OLD.size OR NEW.size IS DISTINCT FROM (SELECT max(seq) FROM trail_entries)",
        "the head of the trail only moves forward",
    ),
    "trail_head_no_delete": _never("DELETE", "trail_head", "the trail has one head"),
    "trail_head_no_truncate": _never("TRUNCATE", "trail_head", "the trail has one head"),
    "trail_checkpoints_forward": Guard(
        "INSERT",
        "trail_checkpoints",
        "NEW.size <= (SELECT coalesce(max(size), -1) FROM trail_checkpoints)"
        " OR NEW.size IS DISTINCT FROM (SELECT size FROM trail_head)",
        "checkpoints are of the head, and follow one another",
    ),
    "trail_checkpoints_no_update": _never("UPDATE", "trail_checkpoints", "checkpoints never change"),
    "trail_checkpoints_no_delete": _never("DELETE", "trail_checkpoints", "checkpoints are never deleted"),
    "trail_checkpoints_no_truncate": _never("TRUNCATE", "trail_checkpoints", "checkpoints are never deleted"),
}
_STANDING = """
    SELECT tgname, pg_get_triggerdef(guard.oid, true), prosrc, tgenabled
    FROM pg_trigger AS guard JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid)
      AND relname IN ('trail_entries', 'trail_personal', 'trail_head', 'trail_checkpoints')
"""
"""Every trigger on the trail's tables as PostgreSQL writes it itself; `O`: it fires (pg_trigger, tgenabled)."""


def raise_all(connection: Connection) -> None:
    """Make every function and trigger again."""
    lower_all(connection)
    for name, guard in TRIGGERS.items():
        body = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${_source(guard)}$guard$"
        connection.exec_driver_sql(body)
        connection.exec_driver_sql(_definition(name, guard))


def lower_all(connection: Connection) -> None:
    """Take every trigger away, for a migration or a restored copy."""
    for name, guard in TRIGGERS.items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {guard.table}")


def fallen(connection: Connection) -> frozenset[str]:
    """Return the names of triggers that are missing, strange, changed or switched off."""
    rows = {(str(row[0]), str(row[1]), str(row[2]), _letter(row[3])) for row in connection.execute(text(_STANDING))}
    wanted = {(name, _definition(name, guard), _source(guard), "O") for name, guard in TRIGGERS.items()}
    return frozenset(found[0] for found in rows ^ wanted)


def _definition(name: str, guard: Guard) -> str:
    each = f"FOR EACH {guard.each}"
    return f"CREATE TRIGGER {name} BEFORE {guard.event} ON {guard.table} {each} EXECUTE FUNCTION {name}()"


def _source(guard: Guard) -> str:
    """Return the function's body; its error is a broken restriction (SQLSTATE 23001)."""
    return f"""
BEGIN
    IF {guard.forbidden} THEN
        RAISE EXCEPTION '{guard.sentence}' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
"""


def _letter(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
