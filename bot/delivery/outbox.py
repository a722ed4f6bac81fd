"""What is to go out: one row for each message, written with whatever it tells of, in the same transaction.

A card has one row for its whole life: what changed again before it was sent is sent once. A row that was being sent
when its process died is *uncertain*: it is looked for on its platform before anything is sent again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from bot.case import Case
from bot.database import Database
from bot.kinds import Kind
from bot.ports import Outgoing
from bot.tables import outbox
from bot.trail.entry import read_moment, write_moment

LEASE = timedelta(seconds=60)
"""How long a send is somebody's; a platform's call ends well before (its own time-out)."""
LONGEST_PAUSE = timedelta(minutes=10)
"""The longest wait between two tries."""


_TOLD = {Kind.DECIDED, Kind.GLASS_BROKEN}
"""What is told in a message of its own, beside the card."""


class Delivery(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


class Message(StrEnum):
    """What kind of message it is. Whatever is no card is urgent: somebody waits for it, or has to act on it."""

    CARD = "card"
    NOTICE = "notice"
    PUBLICATION = "publication"
    """What people approved, sent to where everybody reads it: never sent twice without a person's word."""
    SUMMARY = "summary"
    """A part of the weekly audit summary (bot/summary/delivery.py)."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that is ours to send; `uncertain` where somebody may have sent it already."""

    id: int
    platform: str
    outgoing: Outgoing
    receipt: str | None
    attempts: int
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A message as it is kept; `tries` counts how often its turn has come. What was needless has no receipt."""

    target: str
    subject: str
    state: Delivery
    not_before: datetime
    tries: int
    receipt: str | None = None


def enqueue_card(connection: Connection, case: Case) -> None:
    """Have the card of a submission sent, or edited, where it came in; the desk's pages read the trail themselves.

    A decision is told in a message of its own too: an edited card rings no bell.
    """
    channel = next((str(item.entry.data["channel"]) for item in case.entries if item.entry.kind == Kind.SUBMITTED), "")
    platform, colon, target = channel.partition(":")
    if not colon:
        return
    head = case.head.entry
    enqueue(connection, platform, target, Message.CARD, case.reference, head.seq, head.at)
    for recorded in case.entries:
        if recorded.entry.kind in _TOLD:
            subject = f"{case.reference}:{recorded.entry.seq}"
            enqueue_once(connection, platform, target, Message.NOTICE, subject, recorded.entry.seq, head.at)


def enqueue_once(
    connection: Connection, platform: str, target: str, kind: Message, subject: str, version: int, now: datetime
) -> None:
    """Have a message sent that never changes; without effect where it was sent, or is about to be."""
    if connection.execute(select(outbox.c.id).where(_of(platform, target, kind, subject))).first() is None:
        enqueue(connection, platform, target, kind, subject, version, now)


def _of(platform: str, target: str, kind: Message, subject: str) -> ColumnElement[bool]:
    return and_(
        outbox.c.platform == platform,
        outbox.c.target == target,
        outbox.c.kind == kind.value,
        outbox.c.subject == subject,
    )


def enqueue(
    connection: Connection, platform: str, target: str, kind: Message, subject: str, version: int, now: datetime
) -> None:
    """Have a message sent, or sent anew where it tells of something later; once for each target and subject."""
    mine = _of(platform, target, kind, subject)
    row = connection.execute(select(outbox.c.id, outbox.c.state).where(mine)).first()
    if row is None:
        fresh = {
            "platform": platform,
            "target": target,
            "kind": kind.value,
            "subject": subject,
            "version": version,
            "state": Delivery.QUEUED.value,
            "attempts": 0,
            "not_before": write_moment(now),
            "queued_at": write_moment(now),
        }
        connection.execute(insert(outbox).values(fresh))
        return
    changes: dict[str, object] = {"version": version}
    if row.state in {Delivery.SENT, Delivery.FAILED}:
        changes |= {"state": Delivery.QUEUED.value, "attempts": 0, "not_before": write_moment(now)}
    connection.execute(update(outbox).where(outbox.c.id == row.id).values(changes))


def take(database: Database, platforms: list[str], holder: str, now: datetime) -> Taken | None:
    """Take the oldest message that is due, what is urgent first, None where none is.

    One whose sender has died is taken as uncertain.
    """
    moment = write_moment(now)
    due = and_(outbox.c.state.in_([Delivery.QUEUED.value, Delivery.UNCERTAIN.value]), outbox.c.not_before <= moment)
    orphaned = and_(outbox.c.state == Delivery.SENDING.value, outbox.c.held_until <= moment)
    wanted = select(outbox).where(outbox.c.platform.in_(platforms), or_(due, orphaned))
    with database.writing() as connection:
        is_card = outbox.c.kind == Message.CARD.value
        row = connection.execute(wanted.order_by(is_card, outbox.c.not_before, outbox.c.id).limit(1)).first()
        if row is None:
            return None
        uncertain = row.state != Delivery.QUEUED.value
        held = {
            "state": Delivery.SENDING.value,
            "holder": holder,
            "held_until": write_moment(now + LEASE),
            "attempts": row.attempts + 1,
        }
        connection.execute(update(outbox).where(outbox.c.id == row.id).values(held))
    key = f"{row.kind}:{row.subject}:{row.id}"
    outgoing = Outgoing(key, row.target, row.kind, row.subject, row.version)
    return Taken(row.id, row.platform, outgoing, row.receipt, row.attempts + 1, uncertain)


def sent(database: Database, taken: Taken, holder: str, receipt: str, now: datetime) -> None:
    """Record that a message is there, and have it edited where something happened since it was taken."""
    with database.writing() as connection:
        version = connection.execute(select(outbox.c.version).where(outbox.c.id == taken.id)).scalar_one()
        later = version > taken.outgoing.version
        changes = {
            "state": (Delivery.QUEUED if later else Delivery.SENT).value,
            "receipt": receipt,
            "sent_version": taken.outgoing.version,
            "attempts": 0,
            "not_before": write_moment(now),
        }
        _settle(connection, taken, holder, changes)


def holders(database: Database) -> set[str]:
    """Return who is sending something, whether they are still there or not."""
    sending = outbox.c.state == Delivery.SENDING.value
    with database.reading() as connection:
        return set(connection.execute(select(outbox.c.holder).where(sending).distinct()).scalars())


def release(database: Database, holders: Collection[str], now: datetime) -> None:
    """Free what processes that are no more were sending: whether it was sent is uncertain."""
    theirs = and_(outbox.c.state == Delivery.SENDING.value, outbox.c.holder.in_(holders))
    with database.writing() as connection:
        connection.execute(update(outbox).where(theirs).values(held_until=write_moment(now)))


def put_off(database: Database, taken: Taken, holder: str, state: Delivery, not_before: datetime) -> None:
    """Record that a message was not sent, may have been, or never will be."""
    with database.writing() as connection:
        _settle(connection, taken, holder, {"state": state.value, "not_before": _not_earlier(not_before)})


def _not_earlier(moment: datetime) -> str:
    """Write a moment in whole seconds, none of which lies before it: an early try would only be sent away again."""
    return write_moment(moment + timedelta(seconds=1) if moment.microsecond else moment)


def lost(database: Database, taken: Taken, holder: str, now: datetime) -> None:
    """Have a message sent anew that is no longer there."""
    with database.writing() as connection:
        _settle(connection, taken, holder, _anew(now))


def state_of(connection: Connection, platform: str, target: str, kind: Message, subject: str) -> Delivery | None:
    """Return where a message stands, None where there is none."""
    state = connection.execute(select(outbox.c.state).where(_of(platform, target, kind, subject))).scalar()
    return Delivery(state) if state else None


def kept(connection: Connection, platform: str, kind: Message, beginning: str) -> list[Kept]:
    """Return the messages whose subjects begin like that, the oldest first."""
    mine = (
        outbox.c.platform == platform,
        outbox.c.kind == kind.value,
        outbox.c.subject.startswith(beginning, autoescape=True),
    )
    rows = connection.execute(select(outbox).where(*mine).order_by(outbox.c.id))
    return [
        Kept(row.target, row.subject, Delivery(row.state), read_moment(row.not_before), row.attempts, row.receipt)
        for row in rows
    ]


def forget(connection: Connection, platform: str, kind: Message, message: Kept) -> None:
    """Take out a message that is not there, and is not to be sent (any more)."""
    mine = _of(platform, message.target, kind, message.subject)
    connection.execute(delete(outbox).where(mine, outbox.c.state == message.state.value))


def done(connection: Connection, platform: str, target: str, kind: Message, subject: str) -> None:
    """Note that a message is there, whatever it is called."""
    there = {"state": Delivery.SENT.value, "holder": None, "held_until": None}
    connection.execute(update(outbox).where(_of(platform, target, kind, subject)).values(there))


def send_again(connection: Connection, platform: str, target: str, kind: Message, subject: str, now: datetime) -> bool:
    """Have a message sent that failed, or of which nobody knew; False where there is none."""
    again = _anew(now)
    return connection.execute(update(outbox).where(_of(platform, target, kind, subject)).values(again)).rowcount == 1


def removed(connection: Connection, platform: str, receipt: str, now: datetime) -> str | None:
    """Have the card sent anew that somebody took away; return its submission, None where it was no card of ours."""
    mine = and_(outbox.c.platform == platform, outbox.c.receipt == receipt, outbox.c.kind == Message.CARD.value)
    reference: str | None = connection.execute(select(outbox.c.subject).where(mine)).scalar()
    connection.execute(update(outbox).where(mine).values(_anew(now)))
    return reference


def has_receipt(connection: Connection, platform: str, target: str, receipt: str) -> bool:
    """Whether a message of a chat is one that we have sent there."""
    mine = outbox.c.platform == platform, outbox.c.receipt == receipt
    rows = connection.execute(select(outbox.c.target).where(*mine)).scalars()
    return any(sent.split("/")[0] == target for sent in rows)


def card_of(connection: Connection, platform: str, chat: int | str, receipt: str) -> str | None:
    """Return the submission whose card a message of a chat is, None where it is no card of ours."""
    mine = and_(
        outbox.c.platform == platform,
        outbox.c.receipt == receipt,
        outbox.c.kind == Message.CARD.value,
        outbox.c.target.startswith(f"{chat}/", autoescape=True),
    )
    reference: str | None = connection.execute(select(outbox.c.subject).where(mine)).scalar()
    return reference


def _anew(now: datetime) -> dict[str, object]:
    return {"state": Delivery.QUEUED.value, "receipt": None, "attempts": 0, "not_before": write_moment(now)}


def card_receipt(connection: Connection, platform: str, reference: str) -> tuple[str, str] | None:
    """Return the target and the receipt of a submission's card, None where it is not there (yet)."""
    mine = and_(
        outbox.c.platform == platform,
        outbox.c.subject == reference,
        outbox.c.kind == Message.CARD.value,
        outbox.c.receipt.is_not(None),
    )
    row = connection.execute(select(outbox.c.target, outbox.c.receipt).where(mine)).first()
    return (row.target, row.receipt) if row else None


def pause(attempts: int) -> timedelta:
    """Return how long to wait after so many tries: 1, 2, 4… seconds."""
    return min(timedelta(seconds=2 ** min(attempts - 1, 20)), LONGEST_PAUSE)


def _settle(connection: Connection, taken: Taken, holder: str, changes: dict[str, object]) -> None:
    mine = and_(outbox.c.id == taken.id, outbox.c.holder == holder, outbox.c.state == Delivery.SENDING.value)
    connection.execute(update(outbox).where(mine).values(changes | {"holder": None, "held_until": None}))
