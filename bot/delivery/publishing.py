"""Publishing what is approved, by Vigie itself: ordered by a person, looked at once more when it goes out.

What goes out are the bytes and the words that people approved, never a message that somebody may have changed since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from sqlalchemy import Connection, select

from bot.case import Case
from bot.delivery import outbox
from bot.delivery.joined import joined
from bot.delivery.outbox import Delivery, Message
from bot.errors import NotAllowedError, UsageError
from bot.house import House
from bot.kinds import State
from bot.language import N_
from bot.people import Person, roster
from bot.ports import RefusedError
from bot.submissions import case_of
from bot.tables import outbox as messages
from bot.workflow import publish
from bot.workflow.guards import found_case, present, require_fresh, require_part


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


def order(house: House, connection: Connection, wanted: Order, platform: str, target: str, at: datetime) -> None:
    """Have something published, now or later; it is one post, however many order it: the last order counts.

    Raises:
        NotAllowedError: it is not approved (until then), or this person only reads.
        StaleError: the card has changed since.
        UsageError: it is going out just now, or nobody knows whether it did.
    """
    case = found_case(connection, wanted.reference)
    require_part(case, present(connection, house, roster(connection, house.clock()).people[wanted.person]))
    require_fresh(case, wanted.fingerprint)
    if not _may_go(case, at):
        raise NotAllowedError(N_("{reference} is not approved: it can't go out."), reference=case.reference)
    earlier = {one: _state(connection, platform, target, one) for one in _orders(connection, house, case)}
    if Delivery.UNCERTAIN in earlier.values():
        raise UsageError(
            N_("Nobody knows whether {reference} went out."),
            N_("Look at the channel, then answer the question in the chat."),
            reference=case.reference,
        )
    if Delivery.SENDING in earlier.values():
        raise UsageError(N_("{reference} is going out at this moment."), reference=case.reference)
    for one, state in earlier.items():
        if state is Delivery.QUEUED:
            outbox.done(connection, platform, target, Message.PUBLICATION, one.subject)
    if earlier.get(wanted) is None:
        head = case.head.entry.seq
        outbox.enqueue_once(connection, platform, target, Message.PUBLICATION, wanted.subject, head, at)
    else:
        outbox.send_again(connection, platform, target, Message.PUBLICATION, wanted.subject, at)


def approved_case(house: House, wanted: Order) -> Case:
    """Return what is to go out at this moment.

    Raises:
        RefusedError: it is no longer what was approved, or not approved any more.
    """
    with house.database.reading() as connection:
        case = case_of(connection, wanted.reference)
    if case is None or case.fingerprint != wanted.fingerprint or not _may_go(case, house.clock()):
        raise RefusedError("not approved any more")
    return case


def went_out(house: House, wanted: Order, where: str) -> None:
    """Record that it went out, in the name of whoever ordered it."""
    with house.database.reading() as connection:
        person = roster(connection, house.clock()).people[wanted.person]
    publish(house, person, wanted.reference, where, fingerprint=wanted.fingerprint)


def settle(house: House, person: Person, case: Case, platform: str, targets: Sequence[str], *, there: bool) -> bool:
    """Take a person's word on a post of which nobody knew: it is there, or it is to be sent again; False for none.

    Raises:
        NotAllowedError: this person only reads.
        StaleError: what was approved has changed since.
    """
    with house.database.writing() as connection:
        require_part(case, present(connection, house, person))
        for target, one in product(targets, _orders(connection, house, case)):
            if _state(connection, platform, target, one) is not Delivery.UNCERTAIN:
                continue
            if there:
                outbox.done(connection, platform, target, Message.PUBLICATION, one.subject)
                went_out(joined(house, connection), one, f"{platform}:{target}")
            else:
                outbox.send_again(connection, platform, target, Message.PUBLICATION, one.subject, house.clock())
            return True
    return False


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


def _orders(connection: Connection, house: House, case: Case) -> list[Order]:
    """Return every order that somebody may have given for a submission as it stands."""
    people = sorted(roster(connection, house.clock()).people)
    return [Order(person, case.reference, case.fingerprint) for person in people]


def _state(connection: Connection, platform: str, target: str, wanted: Order) -> Delivery | None:
    return outbox.state_of(connection, platform, target, Message.PUBLICATION, wanted.subject)


def _may_go(case: Case, at: datetime) -> bool:
    return case.state is State.APPROVED and case.approved_at(at)
