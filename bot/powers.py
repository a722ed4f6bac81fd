"""Who had which roles, and who spoke for whom, at any entry of the trail: for judging afterwards what was done then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from bot.delegation import KINDS as DELEGATIONS
from bot.delegation import Delegation, fold_delegations
from bot.kinds import Kind
from bot.people import DECIDERS, Role, fold_people
from bot.people.folding import KINDS as PEOPLE
from bot.people.folding import roles_at
from bot.trail.entry import Entry
from bot.trail.read import RecordedEntry, entries_of_kinds

MALFORMED = (KeyError, TypeError, ValueError, AttributeError, msgspec.MsgspecError)
"""What reading an entry raises whose data are not what its kind asks for."""
NOTHING: frozenset[Role] = frozenset()


class MalformedError(Exception):
    """An entry about people that can't be read; `seq` is its number."""

    def __init__(self, seq: int) -> None:
        super().__init__(seq)
        self.seq = seq


@dataclass(frozen=True, slots=True)
class Powers:
    """For each person, the entries that gave them roles or took them; and every delegation."""

    given: Mapping[str, Sequence[Entry]]
    delegations: Sequence[Delegation]

    def held(self, person: str | None, entry: Entry) -> frozenset[Role]:
        """Return the roles that a person had just before an entry, at its moment; none where nobody knew them."""
        known = (given for given in reversed(self.given.get(str(person), [])) if given.seq < entry.seq)
        last = next(known, None)
        return roles_at(last, entry.at) if last and last.kind == Kind.PERSON_ADDED else NOTHING

    def decided(self, person: str | None, entry: Entry) -> bool:
        """Whether a person had a role that decides, just before an entry."""
        return bool(self.held(person, entry) & DECIDERS)

    def lent(self, principal: str, entry: Entry) -> bool:
        """Whether somebody had lent their roles to whoever wrote an entry, and they had a role that decides."""
        return self.decided(principal, entry) and any(
            item.principal == principal and item.delegate == entry.actor and _stood(item, entry)
            for item in self.delegations
        )


def powers_of(connection: Connection) -> Powers:
    """Return who could do what, as the trail tells it.

    Raises:
        MalformedError: an entry about people can't be read.
    """
    entries = entries_of_kinds(connection, [*PEOPLE, *DELEGATIONS])
    return Powers(_given(entries), _delegations(entries))


def _given(entries: Iterable[RecordedEntry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for recorded in entries:
        entry = recorded.entry
        if entry.kind not in PEOPLE:
            continue
        try:
            fold_people([recorded], entry.at)
            found.setdefault(str(entry.data["person"]), []).append(entry)
        except MALFORMED as error:
            raise MalformedError(entry.seq) from error
    return found


def _delegations(entries: Sequence[RecordedEntry]) -> tuple[Delegation, ...]:
    told = [recorded for recorded in entries if recorded.entry.kind in DELEGATIONS]
    for recorded in told:
        try:
            fold_delegations([recorded])
        except MALFORMED as error:
            raise MalformedError(recorded.entry.seq) from error
    return fold_delegations(told)


def _stood(item: Delegation, entry: Entry) -> bool:
    ended = item.ended is not None and item.ended < entry.seq
    return item.seq < entry.seq and not ended and item.since <= entry.at < item.until
