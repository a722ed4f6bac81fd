"""Lending one's roles to somebody for a time, and taking them back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delegation import Delegation, delegations
from bot.errors import NotAllowedError, NotFoundError, UsageError
from bot.house import House
from bot.kinds import Kind
from bot.language import N_
from bot.people import Person, roster
from bot.trail.append import append
from bot.trail.entry import EntryDraft, write_moment
from bot.workflow.guards import present

LONGEST = timedelta(days=92)
"""How long somebody may speak for another: a season, then it is to be said again."""


def delegate(house: House, principal: Person, to: str, until: datetime) -> None:
    """Let somebody, by id, decide in one's place until a moment; the two count as one.

    Raises:
        NotAllowedError: the person decides on nothing themselves: what was lent can't be lent on.
        NotFoundError: nobody has this id.
        UsageError: the end is past or too far, or it is themselves.
    """
    now = house.clock()
    if not now < until <= now + LONGEST:
        raise UsageError(N_("A delegation ends within {days} days."), N_("Give a day to come."), days=LONGEST.days)
    with house.database.writing() as connection:
        lender = present(connection, house, principal)
        if not lender.decides:
            raise NotAllowedError(N_("You decide on nothing yourself, so there is nothing to lend."))
        known = roster(connection, now).people.get(to)
        if known is None:
            raise NotFoundError(N_("Choose one of the people of the list."))
        if known.id == lender.id:
            raise UsageError(N_("Nobody speaks for themselves."), N_("Choose somebody else."))
        for item in standing_of(connection, lender, now):
            _end(connection, house, lender.id, item)
        data = {"from": lender.id, "to": known.id, "until": write_moment(until)}
        append(connection, EntryDraft(Kind.DELEGATED, f"person:{lender.id}", lender.id, data), at=now)


def end_delegation(house: House, principal: Person) -> None:
    """Take back what one has lent.

    Raises:
        NotFoundError: nothing is lent.
    """
    with house.database.writing() as connection:
        lender = present(connection, house, principal)
        standing = standing_of(connection, lender, house.clock())
        if not standing:
            raise NotFoundError(N_("You have lent nothing."))
        for item in standing:
            _end(connection, house, lender.id, item)


def standing_of(connection: Connection, lender: Person, now: datetime) -> list[Delegation]:
    """Return what somebody has lent and what holds at this moment."""
    return [item for item in delegations(connection) if item.principal == lender.id and item.stands(now)]


def _end(connection: Connection, house: House, actor: str, item: Delegation) -> None:
    data = {"delegation": item.seq}
    append(connection, EntryDraft(Kind.DELEGATION_ENDED, f"person:{item.principal}", actor, data), at=house.clock())
