"""Living the trail again, entry by entry: everything in it must be readable, and must have been allowed.

Hashes prove that nothing was changed since it was written. This asks whether Vigie could have written it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import msgspec
from sqlalchemy import Connection, select

from bot.adoption.audit import charter_break
from bot.case import Case
from bot.declared import KINDS, Declared, after, follows
from bot.fold import advance, fold
from bot.gate import index
from bot.kinds import Choice, Kind, State
from bot.people import DECIDERS, Role
from bot.submissions import entries_of, row_of
from bot.tables import submissions, trail_entries
from bot.trail.entry import Entry
from bot.trail.read import RecordedEntry, entries_of_kinds
from bot.trail.verification import Break, Fault
from bot.workflow.deciding import REVIEWED
from policy.facts import FactName

_AT_ONCE = 500
_MALFORMED = (KeyError, TypeError, ValueError, AttributeError, msgspec.MsgspecError)
"""What reading an entry raises whose data are not what its kind asks for."""
_OF_THE_AUTHOR = {Kind.STATED, Kind.REVISED, Kind.DECLARED, Kind.DECLARATION_REFUSED, Kind.WITHDRAWN}
"""What nobody but a submission's author does to it."""
_Roles = Mapping[str, list[tuple[int, frozenset[Role]]]]
"""For each person, from which entry on they had which roles."""


def replay(connection: Connection) -> Break | None:
    """Return the first entry that can't be, or where the list of submissions says something else; None for neither."""
    listed = {row.reference: row._asdict() for row in connection.execute(select(submissions))}
    gate = index.recorded(connection)
    broken: list[Break] = []
    strays: list[Break] = []
    try:
        roles = _roles(connection)
    except _MalformedError as error:
        return Break(error.seq, Fault.BODY)
    if at := charter_break(connection, partial(_decided, roles)):
        broken.append(at)
    if at := _alone(connection):
        broken.append(at)
    for entries in _subjects(connection):
        if at := _broken(entries, roles):
            broken.append(at)
        elif stray := _stray(entries, listed, gate):
            strays.append(stray)
    strays += sorted((Break(int(str(row["head_seq"])), Fault.RECORDS) for row in listed.values()), key=_number)
    strays += [Break(None, Fault.GATE)] if gate else []
    return min(broken, key=_number, default=None) or next(iter(strays), None)


def _number(at: Break) -> int:
    return at.seq or 0


class _MalformedError(Exception):
    def __init__(self, seq: int) -> None:
        super().__init__(seq)
        self.seq = seq


def _roles(connection: Connection) -> _Roles:
    found: dict[str, list[tuple[int, frozenset[Role]]]] = {}
    for recorded in entries_of_kinds(connection, [Kind.PERSON_ADDED]):
        entry = recorded.entry
        try:
            roles = frozenset(Role(str(role)) for role in entry.data["roles"])
            found.setdefault(str(entry.data["person"]), []).append((entry.seq, roles))
        except _MALFORMED as error:
            raise _MalformedError(entry.seq) from error
    return found


def _decided(roles: _Roles, person: str | None, seq: int) -> bool:
    """Whether a person had a role that decides, just before an entry."""
    held = _held(roles, person, seq)
    return held is not None and bool(held & DECIDERS)


def _held(roles: _Roles, person: str | None, seq: int) -> frozenset[Role] | None:
    """Return the roles that a person had just before an entry, None where nobody knew them."""
    return next((given for at, given in reversed(roles.get(str(person), [])) if at < seq), None)


def _subjects(connection: Connection) -> Iterator[list[RecordedEntry]]:
    """Yield the entries of each submission, a few hundred submissions in memory at once."""
    submitted = select(trail_entries.c.subject).where(trail_entries.c.kind == Kind.SUBMITTED.value)
    references = list(connection.execute(submitted.order_by(trail_entries.c.seq)).scalars())
    for start in range(0, len(references), _AT_ONCE):
        yield from entries_of(connection, references[start : start + _AT_ONCE])


def _broken(entries: list[RecordedEntry], roles: _Roles) -> Break | None:
    case: Case | None = None
    for recorded in entries:
        before = case
        try:
            case = advance(before, recorded)
            if before and not _possible(before, recorded, roles):
                return Break(recorded.entry.seq, Fault.IMPOSSIBLE)
        except _MALFORMED:
            return Break(recorded.entry.seq, Fault.BODY)
    return None


def _possible(before: Case, recorded: RecordedEntry, roles: _Roles) -> bool:
    """Whether this step could be taken then, by whoever took it."""
    entry = recorded.entry
    if entry.kind == Kind.DECIDED:
        return _allowed(before, recorded, roles)
    if entry.kind in KINDS and not follows(before.declared, entry):
        return False
    asked_of_author = entry.kind == Kind.ANSWERED and entry.data["fact"] == FactName.AI_USE
    return entry.actor == before.author if entry.kind in _OF_THE_AUTHOR or asked_of_author else True


def _alone(connection: Connection) -> Break | None:
    """Return the first entry about a declaration without a submission that can't be, None for none."""
    known: dict[str, Declared] = {}
    for recorded in entries_of_kinds(connection, KINDS):
        entry = recorded.entry
        try:
            if entry.subject != entry.data["declaration"]:
                continue
            if not follows(known, entry):
                return Break(entry.seq, Fault.IMPOSSIBLE)
            known[str(entry.subject)] = after(known.get(str(entry.subject)), recorded)
        except _MALFORMED:
            return Break(entry.seq, Fault.BODY)
    return None


def _allowed(before: Case, recorded: RecordedEntry, roles: _Roles) -> bool:
    """Whether this decision could be taken then: not by the author, in a role they had, on what they saw."""
    entry = recorded.entry
    held = _held(roles, entry.actor, entry.seq)
    claimed = frozenset(Role(str(role)) for role in entry.data["roles"])
    if entry.actor == before.author or claimed != held or not before.state.open:
        return False
    if Choice(str(entry.data["choice"])) is Choice.APPROVE and not _approvable(before, entry):
        return False
    # What was erased since is part of the fingerprint: it can't be computed any more.
    erased = any(text is None for earlier in before.entries for text in earlier.personal.values())
    return erased or entry.data["fingerprint"] == before.fingerprint


def _approvable(before: Case, entry: Entry) -> bool:
    """A text that AI helped to write takes the review of a person with every approval."""
    reviewed = entry.data.get("review") == list(REVIEWED)
    return before.state is State.REVIEWABLE and (reviewed or not before.made_with_ai)


def _stray(entries: list[RecordedEntry], listed: dict[str, dict[str, object]], gate: index.Rows | None) -> Break | None:
    """Take a submission off the list; tell where the list says something else than its entries imply."""
    case = fold(entries)
    if case is None:
        return None
    row = listed.pop(case.reference, None)
    same = row is not None and all(row[name] == value for name, value in row_of(case).items())
    if not index.agrees(case, gate):
        return Break(case.head.entry.seq, Fault.GATE if same else Fault.RECORDS)
    return None if same else Break(case.head.entry.seq, Fault.RECORDS)
