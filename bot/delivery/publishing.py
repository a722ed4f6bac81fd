"""Publishing what is approved, by Vigie itself: ordered by a person, looked at once more when it goes out.

What goes out are the bytes and the words that people approved, never a message that somebody may have changed since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.case import Case
from bot.delivery import outbox
from bot.delivery.outbox import Delivery, Kept, Message
from bot.errors import NotAllowedError, UsageError
from bot.house import House
from bot.language import N_
from bot.people import Person, Roster, roster
from bot.ports import RefusedError
from bot.submissions import case_of, show_again
from bot.tables import outbox as messages
from bot.workflow import publish
from bot.workflow.guards import found_case, present, require_fresh, require_part, takes_part


@dataclass(frozen=True, slots=True)
class Order:
    """Who has what published, just as it was on the screen."""

    person: str
    reference: str
    fingerprint: str

    @property
    def subject(self) -> str:
        """What the outbox calls it."""
        return "/".join((self.reference, self.person, self.fingerprint))

    @classmethod
    def of(cls, subject: str) -> Order:
        """Return the order that the outbox keeps."""
        reference, person, fingerprint = subject.split("/")
        return cls(person, reference, fingerprint)


class OrphanedError(RefusedError):
    """Whoever ordered it is not here any more, or may not do so any more."""


def orders(connection: Connection, platform: str, reference: str) -> list[Kept]:
    """Return every order that was given for a submission, by whomever and of whichever version."""
    return outbox.kept(connection, platform, Message.PUBLICATION, f"{reference}/")


def order(house: House, connection: Connection, wanted: Order, platform: str, target: str, at: datetime) -> None:
    """Have something published, now or later; it is one post, however many order it: the last order counts.

    Raises:
        NotAllowedError: it is not approved (until then), or this person only reads.
        StaleError: the card has changed since.
        UsageError: it is there already, or going out just now, or nobody knows whether an earlier version went out.
    """
    case = found_case(connection, wanted.reference)
    require_part(case, present(connection, house, roster(connection, house.clock()).people[wanted.person]))
    require_fresh(case, wanted.fingerprint)
    if not case.may_go_out(at):
        raise NotAllowedError(N_("{reference} is not approved: it can't go out."), reference=case.reference)
    earlier = [one for one in orders(connection, platform, case.reference) if one.target == target]
    _require_clear(case, earlier)
    _forget_waiting(connection, platform, earlier)
    head = case.head.entry.seq
    outbox.enqueue_once(connection, platform, target, Message.PUBLICATION, wanted.subject, head, at)
    show_again(connection, case.reference)


def _require_clear(case: Case, earlier: Sequence[Kept]) -> None:
    """Refuse what may become a second post of the same."""
    states = {one.state for one in earlier}
    if Delivery.UNCERTAIN in states:
        raise UsageError(
            N_("Nobody knows whether {reference} went out."),
            N_("Look at the channel, then answer the question in the chat."),
            reference=case.reference,
        )
    if Delivery.SENDING in states:
        raise UsageError(N_("{reference} is going out at this moment."), reference=case.reference)
    if any(one.state is Delivery.SENT and Order.of(one.subject).fingerprint == case.fingerprint for one in earlier):
        raise UsageError(N_("{reference} is in the channel already."), reference=case.reference)


def _forget_waiting(connection: Connection, platform: str, earlier: Sequence[Kept]) -> bool:
    """Take out what waits for its turn, and what came to nothing; return whether something waited."""
    for one in earlier:
        if one.state in {Delivery.QUEUED, Delivery.FAILED}:
            outbox.forget(connection, platform, Message.PUBLICATION, one)
    return any(one.state is Delivery.QUEUED for one in earlier)


def scheduled(connection: Connection, platform: str, case: Case, now: datetime) -> Kept | None:
    """Return the order that will be followed at a moment still to come, None for none."""
    found = orders(connection, platform, case.reference)
    waiting = (one for one in found if one.state is Delivery.QUEUED and not one.tries and one.not_before > now)
    mine = (one for one in waiting if Order.of(one.subject).fingerprint == case.fingerprint)
    return next((one for one in mine if case.may_go_out(one.not_before)), None)


def cancel(house: House, person: Person, reference: str, platform: str) -> bool:
    """Take back what was ordered and has not gone out; return whether there was something.

    Raises:
        NotAllowedError: this person only reads.
        UsageError: it is going out just now.
    """
    with house.database.writing() as connection:
        case = found_case(connection, reference)
        require_part(case, present(connection, house, person))
        earlier = orders(connection, platform, reference)
        if any(one.state is Delivery.SENDING for one in earlier):
            raise UsageError(N_("{reference} is going out at this moment."), reference=reference)
        waited = _forget_waiting(connection, platform, earlier)
        show_again(connection, reference)
        return waited


def approved_case(house: House, wanted: Order) -> Case:
    """Return what is to go out at this moment.

    Raises:
        RefusedError: it is no longer what was approved, or not approved any more.
        OrphanedError: nobody who may have it published wants it any more.
    """
    with house.database.reading() as connection:
        case, people = case_of(connection, wanted.reference), roster(connection, house.clock())
    if case is None or case.fingerprint != wanted.fingerprint or not case.may_go_out(house.clock()):
        raise RefusedError("not approved any more")
    person = _orderer(people, wanted)
    if person is None or not takes_part(case, person):
        raise OrphanedError("whoever ordered it may not do so any more")
    return case


def may_go(house: House, wanted: Order) -> bool:
    """Whether an order can be followed at this moment."""
    try:
        approved_case(house, wanted)
    except RefusedError:
        return False
    return True


def went_out(house: House, wanted: Order, where: str) -> None:
    """Record that it went out, in the name of whoever ordered it.

    Raises:
        NotAllowedError: they are not here any more, or it is not approved any more.
        StaleError: what was approved has changed since.
    """
    with house.database.reading() as connection:
        person = _orderer(roster(connection, house.clock()), wanted)
    if person is None:
        raise NotAllowedError(N_("Vigie does not know you (any more)."))
    publish(house, person, wanted.reference, where, fingerprint=wanted.fingerprint)


def _orderer(people: Roster, wanted: Order) -> Person | None:
    """Return whoever ordered it, by the id that they have by now."""
    return people.people.get(people.one(wanted.person))


def published_as(connection: Connection, platform: str, target: str, receipt: str) -> str | None:
    """Return the submission of which a post is the publication, None where it is none of ours."""
    mine = (
        messages.c.platform == platform,
        messages.c.target == target,
        messages.c.receipt == receipt,
        messages.c.kind == Message.PUBLICATION.value,
    )
    subject: str | None = connection.execute(select(messages.c.subject).where(*mine)).scalar()
    return Order.of(subject).reference if subject else None
