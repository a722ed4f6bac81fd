"""Living the trail again, entry by entry: everything in it must be readable, and must have been allowed.

Hashes prove that nothing was changed since it was written. This asks whether Vigie could have written it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from bot.adoption.audit import charter_break
from bot.case import Case
from bot.declared import KINDS, Declared, after, follows
from bot.fold import advance, fold
from bot.gate import index
from bot.kinds import Kind
from bot.possible import possible
from bot.powers import MALFORMED, MalformedError, Powers, powers_of
from bot.submissions import entries_of, expiry_of, row_of
from bot.summary.audit import archive_break
from bot.tables import expiries, submission_makers, submissions, trail_entries
from bot.trail.read import RecordedEntry, entries_of_kinds
from bot.trail.verification import Break, Fault

_AT_ONCE = 500


def replay(connection: Connection) -> Break | None:
    """Return the first entry that can't be, or where the list of submissions says something else; None for neither."""
    listed = _listed(connection)
    gate = index.recorded(connection)
    broken: list[Break] = []
    strays: list[Break] = []
    try:
        powers = powers_of(connection)
    except MalformedError as error:
        return Break(error.seq, Fault.BODY)
    if at := charter_break(connection, powers.decided):
        broken.append(at)
    if at := _alone(connection):
        broken.append(at)
    for entries in _subjects(connection):
        if at := _broken(entries, powers):
            broken.append(at)
        elif stray := _stray(entries, listed, gate):
            strays.append(stray)
    strays += sorted((Break(int(str(row["head_seq"])), Fault.RECORDS) for row in listed.values()), key=_number)
    strays += [Break(None, Fault.GATE)] if gate else []
    strays += [archived] if (archived := archive_break(connection)) else []
    return min(broken, key=_number, default=None) or next(iter(strays), None)


def _listed(connection: Connection) -> dict[str, dict[str, object]]:
    """Return what the lists say of each submission."""
    ends = {row.reference: row.expires_at for row in connection.execute(select(expiries))}
    makers: dict[str, set[str]] = {}
    for reference, person in connection.execute(select(submission_makers.c.reference, submission_makers.c.person)):
        makers.setdefault(reference, set()).add(person)
    rows = connection.execute(select(submissions))
    return {
        row.reference: row._asdict() | {"expires_at": ends.get(row.reference), "makers": makers.get(row.reference)}
        for row in rows
    }


def _number(at: Break) -> int:
    return at.seq or 0


def _subjects(connection: Connection) -> Iterator[list[RecordedEntry]]:
    """Yield the entries of each submission, a few hundred submissions in memory at once."""
    submitted = select(trail_entries.c.subject).where(trail_entries.c.kind == Kind.SUBMITTED.value)
    references = list(connection.execute(submitted.order_by(trail_entries.c.seq)).scalars())
    for start in range(0, len(references), _AT_ONCE):
        yield from entries_of(connection, references[start : start + _AT_ONCE])


def _broken(entries: list[RecordedEntry], powers: Powers) -> Break | None:
    case: Case | None = None
    for recorded in entries:
        before = case
        try:
            case = advance(before, recorded)
            if before and not possible(before, recorded, powers):
                return Break(recorded.entry.seq, Fault.IMPOSSIBLE)
        except MALFORMED:
            return Break(recorded.entry.seq, Fault.BODY)
    return None


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
        except MALFORMED:
            return Break(entry.seq, Fault.BODY)
    return None


def _stray(entries: list[RecordedEntry], listed: dict[str, dict[str, object]], gate: index.Rows | None) -> Break | None:
    """Take a submission off the list; tell where the list says something else than its entries imply."""
    case = fold(entries)
    if case is None:
        return None
    row = listed.pop(case.reference, None)
    implied = row_of(case) | {"expires_at": expiry_of(case), "makers": case.makers}
    same = row is not None and all(row[name] == value for name, value in implied.items())
    if not index.agrees(case, gate):
        return Break(case.head.entry.seq, Fault.GATE if same else Fault.RECORDS)
    return None if same else Break(case.head.entry.seq, Fault.RECORDS)
