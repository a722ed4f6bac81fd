"""From trail entries to the people that they tell of: roles count between their dates, and nobody's after they left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.kinds import Kind
from bot.people.model import Person, Role, Roster
from bot.trail.entry import Entry, read_moment
from bot.trail.read import RecordedEntry, entries_of_kinds

KINDS = (Kind.PERSON_ADDED, Kind.PERSON_LEFT)


def roster(connection: Connection, at: datetime | None = None) -> Roster:
    """Return everybody as the trail tells it, with the roles that they have at a moment, now by default."""
    return fold_people(entries_of_kinds(connection, KINDS), at or datetime.now(UTC))


def fold_people(entries: Iterable[RecordedEntry], at: datetime) -> Roster:
    """Return the people that these entries tell of, as they are at a moment."""
    people: dict[str, Person] = {}
    former: dict[str, str] = {}
    same: dict[str, str] = {}
    for recorded in entries:
        person = str(recorded.entry.data["person"])
        if recorded.entry.kind == Kind.PERSON_LEFT:
            gone = people.pop(person, None)
            former[person] = gone.name if gone else ""
            if (other := recorded.entry.data.get("is")) and str(other) != person:
                same[person] = str(other)
        else:
            people[person] = Person(person, recorded.personal.get("name") or "", roles_at(recorded.entry, at))
            former.pop(person, None)
            same.pop(person, None)
    return Roster(people, former, same)


def roles_at(entry: Entry, at: datetime) -> frozenset[Role]:
    """Return the roles that an entry gives at a moment: none before they begin, none after they end."""
    since, until = entry.data.get("from"), entry.data.get("until")
    if (since and at < read_moment(str(since))) or (until and at >= read_moment(str(until))):
        return frozenset()
    return frozenset(Role(str(role)) for role in entry.data["roles"])
