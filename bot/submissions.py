"""Finding submissions: by reference, or newest first. The index row follows the trail in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, func, select, update

from bot.case import Case
from bot.fold import fold
from bot.gate import index
from bot.kinds import State
from bot.tables import submissions
from bot.trail.entry import write_moment
from bot.trail.read import RecordedEntry, entries_for


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


def changed_since(connection: Connection, seq: int, limit: int = 200) -> list[str]:
    """Return the submissions with entries after `seq`."""
    query = select(submissions.c.reference).where(submissions.c.head_seq > seq).order_by(submissions.c.head_seq)
    return list(connection.execute(query.limit(limit)).scalars())


def refresh(connection: Connection, reference: str) -> None:
    """Bring the index row of a submission up to its trail."""
    case = case_of(connection, reference)
    if case is not None:
        connection.execute(update(submissions).where(submissions.c.reference == reference).values(**row_of(case)))
        index.keep(connection, case)


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
        yield submissions.c.state.in_([state for state in State if state.open and state is not State.EXAMINING])
        yield submissions.c.author != person
    elif which is Shelf.MINE:
        yield submissions.c.author == person
