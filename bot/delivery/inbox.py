"""What comes in is a row before it is acknowledged, is acted on exactly once, and in its order where it has a place.

An act and the mark that it is done are one transaction. Whoever claims a row holds it for a while: what a crash
interrupted is taken up again when that while is over, by whichever process comes by.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, and_, delete, exists, func, insert, or_, select, true, update

from bot.database import Database
from bot.delivery.events import Event, Outcome, read_outcome, write
from bot.tables import inbox
from bot.trail.entry import read_moment, write_moment

LEASE = timedelta(seconds=60)
"""How long a row is somebody's: longer than any act takes, a file's examination not included."""
TRIES = 5
"""After so many faults of ours a row is put aside: one bad event holds up nobody."""


class Arrival(StrEnum):
    """Where an event stands."""

    RECEIVED = "received"
    DONE = "done"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Claimed:
    """An event that is ours to act on."""

    id: int
    platform: str
    key: str
    payload: bytes
    attempts: int
    received_at: datetime


def receive(database: Database, platform: str, key: str, event: Event, now: datetime, place: str | None = None) -> bool:
    """Put an event on record; return whether it is new. Durable when it returns: now it may be acknowledged.

    `key` is what the platform calls it, the same however often it is delivered. Events of one `place`, such as a chat,
    are acted on in the order in which they came.
    """
    row = {
        "platform": platform,
        "key": key,
        "place": place,
        "payload": write(event),
        "received_at": write_moment(now),
        "state": Arrival.RECEIVED.value,
        "attempts": 0,
    }
    with database.writing() as connection:
        if _known(connection, platform, key):
            return False
        connection.execute(insert(inbox).values(row))
    return True


def _known(connection: Connection, platform: str, key: str) -> bool:
    mine = select(inbox.c.id).where(inbox.c.platform == platform, inbox.c.key == key)
    return connection.execute(mine).first() is not None


def claim(
    database: Database,
    holder: str,
    now: datetime,
    only: tuple[str, str] | None = None,
) -> Claimed | None:
    """Take the oldest event that is free, or the one of this (platform, key), for a while; None where there is none.

    The one that is asked for by its key may be ours already, after a fault: of two who act on it, one is undone.
    """
    earlier = inbox.alias()
    blocked = exists().where(
        earlier.c.place == inbox.c.place, earlier.c.state == Arrival.RECEIVED.value, earlier.c.id < inbox.c.id
    )
    free = or_(inbox.c.holder.is_(None), inbox.c.held_until <= write_moment(now))
    asked = and_(inbox.c.platform == only[0], inbox.c.key == only[1]) if only else true()
    wanted = select(inbox).where(
        inbox.c.state == Arrival.RECEIVED.value, asked, or_(free, inbox.c.holder == holder) if only else free, ~blocked
    )
    with database.writing() as connection:
        row = connection.execute(wanted.order_by(inbox.c.id).limit(1)).first()
        if row is None:
            return None
        held = {"holder": holder, "held_until": write_moment(now + LEASE), "attempts": row.attempts + 1}
        connection.execute(update(inbox).where(inbox.c.id == row.id).values(held))
        return Claimed(row.id, row.platform, row.key, row.payload, row.attempts + 1, read_moment(row.received_at))


def finish(connection: Connection, claimed: Claimed, holder: str, outcome: Outcome) -> bool:
    """Mark an event as done in the transaction of its act; False where somebody else has taken it over meanwhile."""
    mine = and_(inbox.c.id == claimed.id, inbox.c.state == Arrival.RECEIVED.value, inbox.c.holder == holder)
    done = {
        "state": Arrival.DONE.value,
        "payload": b"",  # what people wrote is in the trail now, where it can be erased
        "outcome": write(outcome),
        "holder": None,
        "held_until": None,
    }
    return connection.execute(update(inbox).where(mine).values(done)).rowcount == 1


def give_back(database: Database, claimed: Claimed, holder: str, now: datetime, outcome: Outcome) -> bool:
    """After a fault of ours: leave the event for later, or put it aside where it has failed too often; return which."""
    mine = and_(inbox.c.id == claimed.id, inbox.c.state == Arrival.RECEIVED.value, inbox.c.holder == holder)
    parked = claimed.attempts >= TRIES
    pause = timedelta(seconds=2**claimed.attempts)
    changes = (
        {"state": Arrival.PARKED.value, "outcome": write(outcome), "holder": None, "held_until": None}
        if parked
        else {"held_until": write_moment(now + pause)}
    )
    with database.writing() as connection:
        return connection.execute(update(inbox).where(mine).values(changes)).rowcount == 1 and parked


def park(database: Database, claimed: Claimed, holder: str, outcome: Outcome) -> None:
    """Put an event aside of which nobody can make anything; its payload is kept for whoever mends that."""
    mine = and_(inbox.c.id == claimed.id, inbox.c.state == Arrival.RECEIVED.value, inbox.c.holder == holder)
    aside = {"state": Arrival.PARKED.value, "outcome": write(outcome), "holder": None, "held_until": None}
    with database.writing() as connection:
        connection.execute(update(inbox).where(mine).values(aside))


def put_off(database: Database, claimed: Claimed, holder: str, until: datetime) -> None:
    """Leave an event for later through no fault of anybody's."""
    mine = and_(inbox.c.id == claimed.id, inbox.c.state == Arrival.RECEIVED.value, inbox.c.holder == holder)
    later = {"held_until": write_moment(until), "attempts": claimed.attempts - 1}
    with database.writing() as connection:
        connection.execute(update(inbox).where(mine).values(later))


@dataclass(frozen=True, slots=True)
class Sibling:
    """An event whose key begins like another's, such as a part of the same album; its payload is empty once done."""

    key: str
    payload: bytes
    received_at: datetime
    outcome: Outcome | None


def siblings(database: Database, platform: str, beginning: str) -> list[Sibling]:
    """Return the events whose key begins so, oldest first."""
    mine = inbox.c.platform == platform, inbox.c.key.startswith(beginning, autoescape=True)
    with database.reading() as connection:
        rows = connection.execute(select(inbox).where(*mine).order_by(inbox.c.id)).all()
    return [
        Sibling(row.key, row.payload, read_moment(row.received_at), read_outcome(row.outcome) if row.outcome else None)
        for row in rows
    ]


def release(database: Database, holders: Collection[str], now: datetime) -> None:
    """Free what processes that are no more had claimed."""
    theirs = and_(inbox.c.state == Arrival.RECEIVED.value, inbox.c.holder.in_(holders))
    with database.writing() as connection:
        connection.execute(update(inbox).where(theirs).values(held_until=write_moment(now)))


def holders(database: Database) -> set[str]:
    """Return who holds something, whether they are still there or not."""
    held = and_(inbox.c.state == Arrival.RECEIVED.value, inbox.c.holder.is_not(None))
    with database.reading() as connection:
        return set(connection.execute(select(inbox.c.holder).where(held).distinct()).scalars())


def outcome_of(database: Database, platform: str, key: str) -> Outcome | None:
    """Return what came of an event, None while nobody has acted on it."""
    mine = select(inbox.c.outcome).where(inbox.c.platform == platform, inbox.c.key == key)
    with database.reading() as connection:
        written = connection.execute(mine).scalar()
    return read_outcome(written) if written else None


def waiting(database: Database) -> int:
    """Return how many events nobody has acted on yet."""
    with database.reading() as connection:
        received = inbox.c.state == Arrival.RECEIVED.value
        return connection.execute(select(func.count()).select_from(inbox).where(received)).scalar_one()


def prune(database: Database, before: datetime) -> None:
    """Forget what was done or put aside before a moment: no platform delivers an event again so late."""
    over = and_(inbox.c.state != Arrival.RECEIVED.value, inbox.c.received_at < write_moment(before))
    with database.writing() as connection:
        connection.execute(delete(inbox).where(over))
