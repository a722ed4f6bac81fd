"""Adding a person, changing what they may do, and letting them go."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Connection

from bot.errors import UsageError
from bot.foreign_text import one_line
from bot.kinds import Kind
from bot.language import N_
from bot.people.folding import roster
from bot.people.model import Person, Role, plain
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart, write_moment

_NAME_LENGTH = 80


def add(
    connection: Connection,
    name: str,
    roles: frozenset[Role],
    *,
    at: datetime,
    actor: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Person:
    """Add a person, or give new roles to the one of that name, and return them as they are at `at`.

    The roles count from `since` (at once by default) until `until` (for good by default).

    Raises:
        UsageError: the name is empty or too long, no role is given, or the dates leave no time between them.
    """
    name = one_line(name, _NAME_LENGTH + 1)
    if not plain(name) or len(name) > _NAME_LENGTH:
        raise UsageError(N_("A name has 1 to {most} characters."), most=_NAME_LENGTH)
    if not roles:
        raise UsageError(N_("A person needs at least one role."), N_("For instance: --role author"))
    if until and until <= (since or at):
        raise UsageError(N_("These roles would end before they begin."), N_("Give a later day."))
    known = next(
        (person for person in roster(connection, at).people.values() if plain(person.name) == plain(name)), None
    )
    number, called = (known.id, known.name) if known else (f"p-{secrets.token_hex(4)}", name)
    dates = {key: write_moment(moment) for key, moment in (("from", since), ("until", until)) if moment}
    append(
        connection,
        EntryDraft(
            kind=Kind.PERSON_ADDED,
            subject=f"person:{number}",
            actor=actor,
            data={"person": number, "roles": sorted(roles)} | dates,
            personal=(PersonalPart(field="name", person=number, text=called),),
        ),
        at=at,
    )
    return roster(connection, at).people[number]


def leave(
    connection: Connection, person: Person, *, at: datetime, actor: str | None = None, other: str | None = None
) -> None:
    """Record that somebody is not here any more; `other` is the id under which they are, where they only change it."""
    data = {"person": person.id} | ({"is": other} if other else {})
    append(connection, EntryDraft(Kind.PERSON_LEFT, f"person:{person.id}", actor, data), at=at)
