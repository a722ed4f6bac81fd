"""Approvals hold for a while: what was right a week ago may not be today."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.case import Case
from bot.house import House
from bot.kinds import Kind
from bot.submissions import expired_references, refresh
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from bot.workflow.guards import found_case

_AT_ONCE = 50
"""Submissions in one transaction: nobody should have to wait long for their turn to write."""


def lapse(connection: Connection, house: House, case: Case) -> Case:
    """Record that approvals of a submission have run out, where some have, and return it as it stands then."""
    overdue = case.overdue(house.clock())
    if not overdue:
        return case
    draft = EntryDraft(Kind.EXPIRED, case.reference, None, {"decisions": list(overdue)})
    append(connection, draft, at=house.clock())
    left = found_case(connection, case.reference)
    refresh(connection, case.reference, left)
    return left


def expire(house: House) -> int:
    """Record every approval that has run out by now; return how many submissions that were."""
    done = 0
    while True:
        with house.database.writing() as connection:
            references = expired_references(connection, house.clock(), _AT_ONCE)
            for reference in references:
                lapse(connection, house, found_case(connection, reference))
        done += len(references)
        if len(references) < _AT_ONCE:
            return done
