"""Who may do what. People and their roles are trail entries; this is the fold over them."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from bot.errors import NotFoundError, UsageError
from bot.foreign_text import one_line
from bot.kinds import Kind
from bot.language import N_
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart
from bot.trail.read import RecordedEntry, entries_of_kinds

_NAME_LENGTH = 80


class Role(StrEnum):
    """What a person does here (design §3)."""

    AUTHOR = "author"
    REVIEWER = "reviewer"
    CHARTER_OFFICER = "charter-officer"
    AUDITOR = "auditor"


DECIDERS = frozenset({Role.REVIEWER, Role.CHARTER_OFFICER})
SUBMITTERS = frozenset({Role.AUTHOR, Role.REVIEWER, Role.CHARTER_OFFICER})


@dataclass(frozen=True, slots=True)
class Person:
    """One human being, known by an opaque id in the trail; an erased person has no name any more."""

    id: str
    name: str
    roles: frozenset[Role]

    @property
    def decides(self) -> bool:
        """Whether their role lets them decide on other people's submissions."""
        return bool(self.roles & DECIDERS)

    @property
    def submits(self) -> bool:
        """Whether their role lets them put something up for approval."""
        return bool(self.roles & SUBMITTERS)


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody, by id."""

    people: dict[str, Person] = field(default_factory=dict)

    def named(self, name: str) -> Person:
        """Return the person of that name; case and accents do not matter.

        Raises:
            NotFoundError: nobody, or more than one, goes by that name.
        """
        known = [person for person in self.alphabetical() if person.name]
        found = [person for person in known if _plain(person.name) == _plain(name)]
        if len(found) == 1:
            return found[0]
        names = ", ".join(one_line(person.name) for person in known) or "—"
        raise NotFoundError(
            N_("Nobody here is called “{name}”."), N_("Known people: {known}."), name=one_line(name), known=names
        )

    def alphabetical(self) -> list[Person]:
        """Return everybody by name; case and accents do not matter."""
        return sorted(self.people.values(), key=lambda person: _plain(person.name))

    def name(self, person: str | None) -> str:
        """Return a person's name, empty where it was erased or never known."""
        return self.people[person].name if person in self.people else ""


def roster(connection: Connection) -> Roster:
    """Return everybody, as the trail tells it."""
    return _fold(entries_of_kinds(connection, [Kind.PERSON_ADDED]))


def _fold(entries: Iterable[RecordedEntry]) -> Roster:
    people: dict[str, Person] = {}
    for recorded in entries:
        data = recorded.entry.data
        roles = frozenset(Role(str(role)) for role in data["roles"])
        people[str(data["person"])] = Person(str(data["person"]), recorded.personal.get("name") or "", roles)
    return Roster(people)


def add(connection: Connection, name: str, roles: frozenset[Role], *, at: datetime, actor: str | None = None) -> Person:
    """Add a person, or give new roles to the one of that name, and return them.

    Raises:
        UsageError: the name is empty or too long, or no role is given.
    """
    name = one_line(name, _NAME_LENGTH + 1)
    if not _plain(name) or len(name) > _NAME_LENGTH:
        raise UsageError(N_("A name has 1 to {most} characters."), most=_NAME_LENGTH)
    if not roles:
        raise UsageError(N_("A person needs at least one role."), N_("For instance: --role author"))
    known = next((person for person in roster(connection).people.values() if _plain(person.name) == _plain(name)), None)
    person = Person(known.id, known.name, roles) if known else Person(f"p-{secrets.token_hex(4)}", name, roles)
    append(
        connection,
        EntryDraft(
            kind=Kind.PERSON_ADDED,
            subject=f"person:{person.id}",
            actor=actor,
            data={"person": person.id, "roles": sorted(roles)},
            personal=(PersonalPart(field="name", person=person.id, text=person.name),),
        ),
        at=at,
    )
    return person


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
