"""What waits for a decision in a channel, and what people are told of it, for tests."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

from sqlalchemy import select

from bot import workflow
from bot.delivery.outbox import Message
from bot.house import House
from bot.ports import Outgoing
from bot.reminding import Digest, digest, remind
from bot.tables import outbox, reminders
from bot.trail.entry import read_moment
from policy.statement import Claim
from tests.bot.scene import Scene
from tests.bot.workflow.files import PHOTO

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_numbers = itertools.count(1)


def waiting(scene: Scene, chat: str = "chat:town", thread: str = "", by: str = "Camille") -> str:
    """Return a submission that came in by a channel, and waits for its decision."""
    channel = "/".join(filter(None, [chat, str(next(_numbers)), thread])) if ":" in chat else chat
    reference = workflow.submit(scene.house, scene.people[by], [scene.receive(PHOTO)], channel=channel)
    scene.wait(reference)
    scene.state(reference, Claim.OWN_PHOTO, by=by)
    return reference


def told(scene: Scene) -> list[tuple[str, str]]:
    """Return where reminders went, and the submissions of each, the oldest first."""
    with scene.house.database.reading() as connection:
        query = select(outbox).where(outbox.c.subject.startswith("reminder/"))
        rows = list(connection.execute(query.order_by(outbox.c.id)))
    assert all(row.kind == Message.NOTICE for row in rows)
    return [(f"{row.platform}:{row.target}", str(row.subject).split("/", 2)[2]) for row in rows]


def outgoing(scene: Scene) -> Outgoing:
    """Return the latest reminder as a platform gets it."""
    with scene.house.database.reading() as connection:
        query = select(outbox).where(outbox.c.subject.startswith("reminder/"))
        row = connection.execute(query.order_by(outbox.c.id.desc())).first()
    assert row is not None
    return Outgoing(f"notice:{row.subject}:{row.id}", row.target, row.kind, row.subject, row.version)


def read(scene: Scene) -> Digest:
    """Return what the latest reminder says now."""
    return digest(scene.house, outgoing(scene).subject.partition("/")[2])


def announced(scene: Scene, reference: str) -> datetime:
    """Return when people are reminded of a submission next."""
    return due_at(scene.house, reference)


def due_at(house: House, reference: str) -> datetime:
    """Return when people are reminded of a submission next, on whatever clock."""
    with house.database.reading() as connection:
        due = connection.execute(select(reminders.c.due_at).where(reminders.c.reference == reference)).scalar_one()
    return read_moment(due)


def go_on(scene: Scene, duration: timedelta, step: timedelta = timedelta(minutes=10)) -> list[datetime]:
    """Let time pass, with a tick now and then; return when something was sent."""
    end, sent = scene.clock() + duration, []
    while scene.clock() < end:
        scene.clock.go_on(min(step, end - scene.clock()))
        sent += [scene.clock()] * remind(scene.house)
    return sent
