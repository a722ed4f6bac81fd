"""A round of reminders: one message for each channel, written with the rows that it is about, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from bot.chats import chat_now
from bot.delivery import outbox
from bot.delivery.outbox import Message
from bot.house import House
from bot.ports import NotSentError, Outgoing
from bot.reminding.following import NEVER, follow
from bot.reminding.hours import after, is_quiet
from bot.reminding.timing import next_due, passed
from bot.reminding.waiting import wait_of
from bot.submissions import entries_of
from bot.tables import reminders
from bot.trail.entry import read_moment, write_moment

REMINDER = "reminder"
"""What the outbox calls a reminder: `reminder/MOMENT/V-0042.2,V-0047.1`, its moment in seconds since 1970."""
_SOON = timedelta(hours=1)
"""What nobody was told of yet comes along with a message that goes out anyhow, so long before its turn."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A submission that people are to be reminded of; `sent` tells how often they were."""

    reference: str
    since: datetime
    sent: int
    due_at: datetime


def remind(house: House) -> int:
    """Have people reminded of what is due; return how many messages that makes."""
    if not house.settings.reminders:
        return 0
    follow(house)
    now = house.clock()
    if is_quiet(now, house.settings.timezone) or not _any_due(house, now):
        return 0
    with house.database.writing() as connection:  # whoever writes is alone: what another has sent is due no more
        channels = _by_channel(connection, now)
        for platform, chat, items in channels:
            _send(connection, house, now, platform, chat, items)
    return len(channels)


def not_at_night(house: House, message: Outgoing) -> None:
    """Keep a reminder that could not be sent by day until it is day again.

    Raises:
        NotSentError: it is one, and it is night.
    """
    now, timezone = house.clock(), house.settings.timezone
    if message.subject.startswith(f"{REMINDER}/") and is_quiet(now, timezone):
        raise NotSentError("people are asleep", after(now, timedelta(), timezone) - now)


def _any_due(house: House, now: datetime) -> bool:
    with house.database.reading() as connection:
        return connection.execute(select(reminders.c.reference).where(_is_due(now)).limit(1)).first() is not None


def _is_due(now: datetime) -> ColumnElement[bool]:
    return reminders.c.due_at <= write_moment(now)


def _by_channel(connection: Connection, now: datetime) -> list[tuple[str, str, list[_Due]]]:
    """Return what is due, and what may come along with that, by platform and chat; those of the longest wait first."""
    soon = and_(reminders.c.due_at <= write_moment(now + _SOON), reminders.c.sent == 0)
    rows = connection.execute(select(reminders).where(or_(_is_due(now), soon)))
    found = [_Due(row.reference, read_moment(row.waiting_since), row.sent, read_moment(row.due_at)) for row in rows]
    found.sort(key=lambda item: (item.since, item.reference))
    entries = entries_of(connection, [item.reference for item in found])
    grouped: dict[tuple[str, str], list[_Due]] = defaultdict(list)
    for item, wait in zip(found, map(wait_of, entries), strict=True):
        if wait and wait.since == item.since:  # else something happened just now: the next tick knows better
            grouped[wait.platform, chat_now(connection, wait.platform, wait.chat)].append(item)
    return [(*channel, items) for channel, items in grouped.items() if any(item.due_at <= now for item in items)]


def _send(connection: Connection, house: House, now: datetime, platform: str, chat: str, items: Iterable[_Due]) -> None:
    """Have a channel reminded."""
    listed = ",".join(f"{item.reference}.{_counted(connection, house, now, item)}" for item in items)
    subject = f"{REMINDER}/{int(now.timestamp())}/{listed}"
    outbox.enqueue_once(connection, platform, chat, Message.NOTICE, subject, 0, now)


def _counted(connection: Connection, house: House, now: datetime, item: _Due) -> int:
    """Count a reminder and return its number. What was missed during an absence is made up for by one for all."""
    timezone = house.settings.timezone
    number = max(item.sent + 1, passed(item.since, now, timezone))
    later = next_due(number, now, timezone)
    changes = {"sent": number, "due_at": write_moment(later) if later else NEVER}
    connection.execute(update(reminders).where(reminders.c.reference == item.reference).values(changes))
    return number
