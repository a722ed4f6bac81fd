"""Finding submissions: by reference, or newest first. The index row follows the trail in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select, update

from bot.case import Case
from bot.delivery.outbox import enqueue_card
from bot.fold import fold
from bot.gate import index
from bot.kinds import State
from bot.sources import keep_sources
from bot.tables import expiries, submission_makers, submissions
from bot.trail.entry import write_moment
from bot.trail.read import RecordedEntry, entries_for

_TO_DECIDE = [state for state in State if (state.open and state is not State.EXAMINING) or state is State.APPEALED]


class Shelf(StrEnum):
    """Which submissions a list shows."""

    TO_DECIDE = "to-decide"
    MINE = "mine"
    ALL = "all"


def case_of(connection: Connection, reference: str) -> Case | None:
    """Return one submission, None where there is none of that reference."""
    return fold(entries_for(connection, [reference]))


def cases_of(connection: Connection, references: Sequence[str]) -> list[Case]:
    """Return several submissions in the order of their references, read in one go."""
    return [case for entries in entries_of(connection, references) if (case := fold(entries))]


def entries_of(connection: Connection, references: Sequence[str]) -> list[list[RecordedEntry]]:
    """Return the entries of several submissions, apart, in the order of their references, read in one go."""
    by_reference: dict[str, list[RecordedEntry]] = {reference: [] for reference in references}
    for recorded in entries_for(connection, references):
        by_reference[str(recorded.entry.subject)].append(recorded)
    return list(by_reference.values())


def shelf(connection: Connection, which: Shelf, person: str, before: int | None, limit: int) -> list[tuple[int, str]]:
    """Return numbers and references of a shelf, newest first, older than number `before`."""
    query = select(submissions.c.number, submissions.c.reference).order_by(submissions.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(submissions.c.number < before)
    rows = connection.execute(query.where(*_conditions(which, person)))
    return [(number, reference) for number, reference in rows]


def count(connection: Connection, which: Shelf, person: str) -> int:
    """Return how many submissions are on a shelf."""
    query = select(func.count()).select_from(submissions).where(*_conditions(which, person))
    return connection.execute(query).scalar_one()


def open_references(connection: Connection) -> list[str]:
    """Return every submission that somebody may still act on, oldest first."""
    query = select(submissions.c.reference).where(submissions.c.state.in_([state for state in State if state.open]))
    return list(connection.execute(query.order_by(submissions.c.number)).scalars())


def open_made_by(connection: Connection, person: str) -> list[str]:
    """Return what somebody made that somebody may still act on, newest first."""
    states = [state for state in State if state.open]
    mine = submissions.c.reference.in_(_made_by(person)), submissions.c.state.in_(states)
    query = select(submissions.c.reference).where(*mine).order_by(submissions.c.number.desc())
    return list(connection.execute(query).scalars())


def changed_since(connection: Connection, seq: int, limit: int = 200) -> list[str]:
    """Return the submissions with entries after `seq`."""
    query = select(submissions.c.reference).where(submissions.c.head_seq > seq).order_by(submissions.c.head_seq)
    return list(connection.execute(query.limit(limit)).scalars())


def enter(connection: Connection, reference: str) -> None:
    """Put a new submission on the lists."""
    case = case_of(connection, reference)
    if case is not None:
        connection.execute(insert(submissions).values(reference=reference, **row_of(case)))
        _keep_indexes(connection, case)


def refresh(connection: Connection, reference: str, known: Case | None = None) -> None:
    """Bring the index rows of a submission up to its trail; `known` is how it stands, if it was just read."""
    case = known or case_of(connection, reference)
    if case is not None:
        connection.execute(update(submissions).where(submissions.c.reference == reference).values(**row_of(case)))
        _keep_indexes(connection, case)


def show_again(connection: Connection, reference: str) -> None:
    """Have a submission's card shown anew, though nothing has happened to it."""
    if case := case_of(connection, reference):
        enqueue_card(connection, case)


def _keep_indexes(connection: Connection, case: Case) -> None:
    _keep_makers(connection, case)
    keep_sources(connection, case)
    _keep_expiry(connection, case)
    index.keep(connection, case)
    enqueue_card(connection, case)


def _keep_makers(connection: Connection, case: Case) -> None:
    """Whoever has made a submission has made it for good."""
    known = makers_of(connection, case.reference)
    fresh = [{"reference": case.reference, "person": person} for person in sorted(case.makers - known)]
    if fresh:
        connection.execute(insert(submission_makers), fresh)


def _keep_expiry(connection: Connection, case: Case) -> None:
    connection.execute(delete(expiries).where(expiries.c.reference == case.reference))
    if moment := expiry_of(case):
        connection.execute(insert(expiries).values(reference=case.reference, expires_at=moment))


def expiry_of(case: Case) -> str | None:
    """Return when the first approval that stands runs out, as the lists write it; None where none does."""
    return write_moment(case.expires_at) if case.expires_at else None


def expired_references(connection: Connection, now: datetime, limit: int) -> list[str]:
    """Return submissions with approvals that have run out by now, those of the longest ago first."""
    due = select(expiries.c.reference).where(expiries.c.expires_at <= write_moment(now))
    return list(connection.execute(due.order_by(expiries.c.expires_at).limit(limit)).scalars())


def makers_of(connection: Connection, reference: str) -> set[str]:
    """Return who made a submission, as the lists know it."""
    mine = submission_makers.c.reference == reference
    return set(connection.execute(select(submission_makers.c.person).where(mine)).scalars())


def row_of(case: Case) -> dict[str, str | int]:
    """Return the index row that the trail implies."""
    return {
        "number": int(case.reference.removeprefix("V-")),
        "opened_at": write_moment(case.opened_at),
        "state": case.state.value,
        "author": case.author,
        "changed_at": write_moment(case.head.entry.at),
        "head_seq": case.head.entry.seq,
    }


def _conditions(which: Shelf, person: str) -> Iterable[ColumnElement[bool]]:
    if which is Shelf.TO_DECIDE:
        yield submissions.c.state.in_(_TO_DECIDE)
        yield submissions.c.reference.not_in(_made_by(person))
    elif which is Shelf.MINE:
        yield submissions.c.reference.in_(_made_by(person))


def _made_by(person: str) -> Select[tuple[str]]:
    return select(submission_makers.c.reference).where(submission_makers.c.person == person)
