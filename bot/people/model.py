"""People as they are at one moment: their roles, their names, and which ids are one person."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from bot.errors import NotFoundError
from bot.foreign_text import one_line
from bot.language import N_


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
    """Everybody who is here, by id; `former` names those who have left, `same` tells which ids became one person."""

    people: dict[str, Person] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)

    def named(self, name: str) -> Person:
        """Return the person of that name; case and accents do not matter.

        Raises:
            NotFoundError: nobody, or more than one, goes by that name.
        """
        known = [person for person in self.alphabetical() if person.name]
        found = [person for person in known if plain(person.name) == plain(name)]
        if len(found) == 1:
            return found[0]
        names = ", ".join(one_line(person.name) for person in known) or "—"
        raise NotFoundError(
            N_("Nobody here is called “{name}”."), N_("Known people: {known}."), name=one_line(name), known=names
        )

    def alphabetical(self) -> list[Person]:
        """Return everybody by name; case and accents do not matter."""
        return sorted(self.people.values(), key=lambda person: plain(person.name))

    def name(self, person: str | None) -> str:
        """Return a person's name, also of one who has left; empty where it was erased or never known."""
        known = self.people.get(self.one(person)) if person else None
        return known.name if known else self.former.get(person or "", "")

    def one(self, person: str) -> str:
        """Return the id of the person whom an id stands for by now."""
        while person in self.same:
            person = self.same[person]
        return person


def plain(name: str) -> str:
    """Return a name as it is compared: without case, accents or spaces too many."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
