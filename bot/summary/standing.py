"""What stands open when a summary is made: what comes first in it, since somebody has to act on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from bot.kinds import Kind, State
from bot.reminding.waiting import wait_of
from bot.submissions import cases_of, entries_of
from bot.tables import submissions
from bot.trail.read import ALWAYS, subjects_of_kinds
from bot.workflow.breaking_glass import REVIEW_WITHIN, unreviewed

_MOST = 5
"""References that a line names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A submission, and since when it waits, or until when somebody is to act."""

    reference: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What waits: for a decision (how many, and the oldest), for a ruling, for the review of an emergency.

    `appeals` and `emergencies` hold the first few; an emergency's moment is when its review is due. `trust_age` is the
    age of the oldest trust list where that is too old, None where all is well.
    """

    waiting: int
    oldest: Dated | None
    appealed: int
    appeals: tuple[str, ...]
    emergencies: tuple[Dated, ...]
    trust_age: timedelta | None = None


def standing(connection: Connection, trust_age: timedelta | None = None) -> Standing:
    """Return what stands open now. An approval that ran out is no question: whoever needs it asks again."""
    waiting, first = _open(connection, State.REVIEWABLE)
    appealed, appeals = _open(connection, State.APPEALED)
    return Standing(
        waiting=waiting,
        oldest=_oldest(connection, first),
        appealed=appealed,
        appeals=tuple(appeals),
        emergencies=tuple(_emergencies(connection)),
        trust_age=trust_age,
    )


def _oldest(connection: Connection, references: list[str]) -> Dated | None:
    """Return what has waited longest of some submissions, and since when: not since they came in."""
    entries = entries_of(connection, references)
    waits = [(wait_of(one), reference) for reference, one in zip(references, entries, strict=True)]
    dated = [Dated(reference, wait.since) for wait, reference in waits if wait]
    return min(dated, key=lambda one: one.at, default=None)


def _open(connection: Connection, state: State) -> tuple[int, list[str]]:
    """Return how many submissions are in a state, and those of them that came in first."""
    mine = submissions.c.state == state.value
    number = connection.execute(select(func.count()).select_from(submissions).where(mine)).scalar_one()
    query = select(submissions.c.reference).where(mine).order_by(submissions.c.number).limit(_MOST)
    return number, list(connection.execute(query).scalars())


def _emergencies(connection: Connection) -> list[Dated]:
    """Return the emergencies that nobody has reviewed, those that are due first at the front."""
    found = ((one.reference, unreviewed(one)) for one in cases_of(connection, _unanswered(connection)))
    due = [Dated(reference, broken.at + REVIEW_WITHIN) for reference, broken in found if broken]
    return sorted(due, key=lambda one: one.at)[:_MOST]


def _unanswered(connection: Connection) -> list[str]:
    """Return the submissions with more emergencies than reviews."""
    broken, reviewed = (
        Counter(connection.execute(subjects_of_kinds([kind], ALWAYS)).scalars())
        for kind in (Kind.GLASS_BROKEN, Kind.GLASS_REVIEWED)
    )
    return sorted(str(subject) for subject in broken - reviewed)
