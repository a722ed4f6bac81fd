"""What a person says of a post of which nobody knew whether it went out: the channel is looked at by people only.

Meanwhile the submission may have moved on. What is there is on record then as a post that nobody approved as it is,
and what is not there does not go out any more; either way the question is over.
"""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum

from sqlalchemy import Connection

from bot.bypass import record_bypass
from bot.case import Case
from bot.delivery import outbox
from bot.delivery.joined import joined
from bot.delivery.outbox import Delivery, Kept, Message
from bot.delivery.publishing import Order, orders
from bot.errors import VigieError
from bot.house import House
from bot.people import Person
from bot.submissions import show_again
from bot.workflow import publish
from bot.workflow.guards import found_case, present, require_part


class Settled(StrEnum):
    """What came of a person's word."""

    RECORDED = "recorded"
    """It is there, and on record as published."""
    UNAPPROVED = "unapproved"
    """It is there, and nobody approves it as it is."""
    AGAIN = "again"
    """It is not there, and is sent again."""
    DROPPED = "dropped"
    """It is not there, and is not approved any more: nothing goes out."""


def in_doubt(connection: Connection, platform: str, reference: str) -> Kept | None:
    """Return the order of which nobody knows whether it was followed, None for none."""
    found = (one for one in orders(connection, platform, reference) if one.state is Delivery.UNCERTAIN)
    return next(found, None)


def settle(
    house: House, person: Person, reference: str, platform: str, *, there: bool, where: str = ""
) -> Settled | None:
    """Take a person's word on a post of which nobody knew, of whichever version it is; None for no such post.

    `where` is how people call the channel.

    Raises:
        NotAllowedError: this person only reads.
    """
    with house.database.writing() as connection:
        case = found_case(connection, reference)
        require_part(case, present(connection, house, person))
        doubted = in_doubt(connection, platform, reference)
        if doubted is None:
            return None
        approved = Order.of(doubted.subject).fingerprint == case.fingerprint and case.may_go_out(house.clock())
        show_again(connection, reference)
        if not there:
            return _absent(house, connection, platform, doubted, approved=approved)
        outbox.done(connection, platform, doubted.target, Message.PUBLICATION, doubted.subject)
        return _recorded(house, connection, person, case, where, approved=approved)


def _absent(house: House, connection: Connection, platform: str, doubted: Kept, *, approved: bool) -> Settled:
    if not approved:
        outbox.forget(connection, platform, Message.PUBLICATION, doubted)
        return Settled.DROPPED
    outbox.send_again(connection, platform, doubted.target, Message.PUBLICATION, doubted.subject, house.clock())
    return Settled.AGAIN


def _recorded(
    house: House, connection: Connection, person: Person, case: Case, where: str, *, approved: bool
) -> Settled:
    """Record that it is there, in the name of whoever has seen it; it must not stay a question for ever."""
    if approved:
        with suppress(VigieError):
            publish(joined(house, connection), person, case.reference, where, fingerprint=case.fingerprint)
            return Settled.RECORDED
    record_bypass(connection, seen_at(where, case.reference), 0, house.clock())
    return Settled.UNAPPROVED


def seen_at(where: str, reference: str) -> str:
    """Return what is on record of a post whose own address nobody knows."""
    return f"{where}, {reference}"
