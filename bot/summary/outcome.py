"""What became of what was submitted, as it stands now: five outcomes, from the list of submissions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import Connection, func, select

from bot.kinds import State
from bot.tables import submissions
from bot.trail.span import Row


class Outcome(StrEnum):
    """What became of a submission."""

    APPROVED = "approved"
    """By people, published since or not, run out since or not."""
    REFUSED = "refused"
    """By people."""
    FORBIDDEN = "forbidden"
    """By the charter."""
    WAITING = "waiting"
    """For the machine, its author, or a decision."""
    WITHDRAWN = "withdrawn"


_OF: Mapping[str, Outcome] = {
    State.APPROVED: Outcome.APPROVED,
    State.PUBLISHED: Outcome.APPROVED,
    State.CORRECTED: Outcome.APPROVED,
    State.EXPIRED: Outcome.APPROVED,
    State.REFUSED: Outcome.REFUSED,
    State.FORBIDDEN: Outcome.FORBIDDEN,
    State.WITHDRAWN: Outcome.WITHDRAWN,
}
"""What is neither decided nor withdrawn waits."""


def outcomes(connection: Connection, row: Row) -> tuple[Mapping[Outcome, int], ...]:
    """Return, for each span of a row, how many of its submissions came to which outcome, zeros included."""
    place = row.place_of(submissions.c.opened_at).label("place")
    opened = row.whole.covers(submissions.c.opened_at)
    query = select(place, submissions.c.state, func.count()).where(*opened).group_by(place, submissions.c.state)
    counted = tuple(dict.fromkeys(Outcome, 0) for _ in range(len(row)))
    for number, state, found in connection.execute(query):
        counted[number][_OF.get(state, Outcome.WAITING)] += found
    return counted
