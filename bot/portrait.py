"""Everything that is held on one person, for that person (GDPR, art. 15 and 20)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from bot.people import Roster
from bot.people.accounts import accounts_of
from bot.tables import sessions, sign_in_links, submission_makers, trail_entries, trail_personal
from bot.trail.entry import Entry, write_moment

FORMAT = "vigie-person/1"


def portrait(connection: Connection, person: str, people: Roster) -> dict[str, Any]:
    """Return what is held, as JSON: who they are, their accounts, every entry by or about them."""
    known = people.people.get(person)
    mine = submission_makers.c.person == person
    return {
        "format": FORMAT,
        "person": person,
        "name": people.name(person),
        "roles": sorted(known.roles) if known else [],
        "accounts": [
            {"platform": platform, "account": account} for platform, account in accounts_of(connection, person)
        ],
        "open_sessions": _count(connection, sessions, person),
        "personal_links": _count(connection, sign_in_links, person),
        "submissions": sorted(connection.execute(select(submission_makers.c.reference).where(mine)).scalars()),
        "entries": _entries(connection, person),
    }


def _count(connection: Connection, table: Any, person: str) -> int:  # noqa: ANN401 - a table with a person
    return int(connection.execute(select(func.count()).select_from(table).where(table.c.person == person)).scalar_one())


def _entries(connection: Connection, person: str) -> list[dict[str, Any]]:
    """Return the entries that they acted in, or that hold words of theirs, oldest first."""
    found = []
    parts: dict[int, dict[str, str | None]] = {}
    theirs = select(trail_personal.c.entry_seq, trail_personal.c.field, trail_personal.c.content)
    for seq, field, content in connection.execute(theirs.where(trail_personal.c.person == person)):
        parts.setdefault(seq, {})[field] = None if content is None else content.decode(errors="replace")
    for seq, body in connection.execute(
        select(trail_entries.c.seq, trail_entries.c.body).order_by(trail_entries.c.seq)
    ):
        if seq not in parts and person.encode() not in body:
            continue
        entry = Entry.from_bytes(body)
        found.append(
            {
                "entry": seq,
                "at": write_moment(entry.at),
                "kind": entry.kind,
                "about": entry.subject,
                "by_this_person": entry.actor == person,
                "data": dict(entry.data),
                "words": parts.get(seq, {}),
            }
        )
    return found
