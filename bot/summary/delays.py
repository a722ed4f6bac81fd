"""How long people took to decide: from what came in to the first decision about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from sqlalchemy import Connection, func, select

from bot.kinds import Kind
from bot.tables import submissions, trail_entries
from bot.trail.entry import read_moment
from bot.trail.read import is_of, subjects_of_kinds
from bot.trail.span import Span

_DECISIONS = [Kind.DECIDED, Kind.GLASS_BROKEN]


@dataclass(frozen=True, slots=True)
class Delays:
    """Of `number` submissions that were first decided upon: half within `median`, nine in ten within `ninth`."""

    number: int
    median: timedelta
    ninth: timedelta


def delays(connection: Connection, span: Span) -> Delays | None:
    """Return how long the first decisions of a span took, None where nothing was decided for the first time."""
    lately = subjects_of_kinds(_DECISIONS, span)
    first = func.min(trail_entries.c.at).label("first")
    firsts = (
        select(trail_entries.c.subject, first)
        .where(trail_entries.c.subject.in_(lately), is_of(_DECISIONS))
        .group_by(trail_entries.c.subject)
        .subquery()
    )
    joined = select(submissions.c.opened_at, firsts.c.first).join(firsts, submissions.c.reference == firsts.c.subject)
    rows = connection.execute(joined.where(*span.covers(firsts.c.first)))
    taken = sorted(read_moment(decided_at) - read_moment(opened_at) for opened_at, decided_at in rows)
    return Delays(len(taken), _rank(taken, 0.5), _rank(taken, 0.9)) if taken else None


def _rank(ordered: list[timedelta], share: float) -> timedelta:
    """Return the value that such a share of all do not exceed (nearest rank)."""
    return ordered[max(ceil(share * len(ordered)), 1) - 1]
