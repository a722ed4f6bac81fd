"""Speaking for somebody who is away: dated, one hop, and the two count as one voice (policy/approval.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.case import Case
from bot.kinds import Kind
from bot.people import DECIDERS, Person, Role, Roster
from bot.trail.entry import read_moment
from bot.trail.read import RecordedEntry, entries_of_kinds

KINDS = (Kind.DELEGATED, Kind.DELEGATION_ENDED)


@dataclass(frozen=True, slots=True)
class Delegation:
    """One person lends their roles to another, from the entry `seq` on, at `since`, until a moment.

    `ended` is the entry that put an end to it before, None for none.
    """

    seq: int
    principal: str
    delegate: str
    since: datetime
    until: datetime
    ended: int | None = None

    def stands(self, now: datetime) -> bool:
        """Whether it holds at this moment."""
        return self.ended is None and self.since <= now < self.until


def delegations(connection: Connection) -> tuple[Delegation, ...]:
    """Return every delegation that was ever given, oldest first."""
    return fold_delegations(entries_of_kinds(connection, KINDS))


def fold_delegations(entries: Iterable[RecordedEntry]) -> tuple[Delegation, ...]:
    """Return the delegations that these entries tell of."""
    found: dict[int, Delegation] = {}
    for recorded in entries:
        entry, data = recorded.entry, recorded.entry.data
        if entry.kind == Kind.DELEGATED:
            until = read_moment(str(data["until"]))
            found[entry.seq] = Delegation(entry.seq, str(data["from"]), str(data["to"]), entry.at, until)
        elif entry.kind == Kind.DELEGATION_ENDED and (known := found.get(int(data["delegation"]))):
            found[known.seq] = replace(known, ended=entry.seq)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody may say about one submission: in which roles, and for whom they speak where not for themselves."""

    person: Person
    roles: frozenset[Role]
    principal: Person | None = None

    @property
    def decides(self) -> bool:
        """Whether these roles let them decide."""
        return bool(self.roles & DECIDERS)


def voice(case: Case, person: Person, roster: Roster, given: Sequence[Delegation], now: datetime) -> Voice:
    """Return what a person may say: in their own right where that counts, else for whoever lent them their roles.

    Whoever made it has no voice, and lends none.
    """
    if case.needs_claim:
        return Voice(person, frozenset())
    own = Voice(person, frozenset() if case.made_by(person.id) else person.roles)
    if case.counts(own.roles) or case.made_by(person.id):
        return own
    lent = (Voice(person, person.roles | other.roles, other) for other in _principals(case, person, roster, given, now))
    return next((other for other in lent if case.counts(other.roles)), own)


def voices(case: Case, roster: Roster, given: Sequence[Delegation], now: datetime) -> list[Voice]:
    """Return every voice that can decide on a submission."""
    heard = (voice(case, person, roster, given, now) for person in roster.people.values())
    return [other for other in heard if other.decides]


def _principals(
    case: Case, person: Person, roster: Roster, given: Sequence[Delegation], now: datetime
) -> Iterator[Person]:
    for item in given:
        principal = roster.people.get(item.principal)
        if item.delegate == person.id and item.stands(now) and principal and not case.made_by(principal.id):
            yield principal
