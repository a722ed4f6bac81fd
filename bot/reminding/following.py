"""Which submissions wait for a decision: the trail is followed, so that nobody has to look through all of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import tzinfo

from sqlalchemy import Connection, Row, delete, func, insert, select

from bot import marks
from bot.house import House
from bot.kinds import State
from bot.reminding.timing import next_due
from bot.reminding.waiting import WAITING, Wait, wait_of
from bot.submissions import entries_of
from bot.tables import reminders, submissions
from bot.trail.entry import write_moment

NEVER = "9999-12-31T23:59:59Z"
"""When what was reminded of for the last time is due again; it is kept, so that nobody begins anew."""
_AT_ONCE = 50
"""Submissions in one transaction: nobody should have to wait long for their turn to write."""
_MARK = "reminders", "followed"
"""Where it is noted up to which entry the trail was followed."""


def follow(house: House) -> None:
    """Note what has begun to wait, or ceased to, since this was last called; two look-ups where nothing happened."""
    while _has_news(house):
        with house.database.writing() as connection:
            _follow(connection, house.settings.timezone)


def _has_news(house: House) -> bool:
    with house.database.reading() as connection:
        newest = connection.execute(select(func.max(submissions.c.head_seq))).scalar()
        return newest is not None and newest > _followed(connection)


def _follow(connection: Connection, timezone: tzinfo) -> None:
    changed = _changed(connection)
    if not changed:
        return
    waiting = [row.reference for row in changed if State(row.state) in WAITING]
    waits = dict(zip(waiting, map(wait_of, entries_of(connection, waiting)), strict=True))
    told = {reference: wait for reference, wait in waits.items() if wait and wait.platform}
    known = _known(connection, [row.reference for row in changed])
    over = {reference for reference, since in known.items() if _since(told.get(reference)) != since}
    connection.execute(delete(reminders).where(reminders.c.reference.in_(over)))
    for reference, wait in told.items():
        if reference in over or reference not in known:
            _begin(connection, reference, wait, timezone)
    marks.note(connection, *_MARK, str(changed[-1].head_seq))


def _begin(connection: Connection, reference: str, wait: Wait, timezone: tzinfo) -> None:
    first = next_due(0, wait.since, timezone)
    due = write_moment(first) if first else NEVER
    row = {"reference": reference, "waiting_since": write_moment(wait.since), "sent": 0, "due_at": due}
    connection.execute(insert(reminders).values(row))


def _since(wait: Wait | None) -> str:
    return write_moment(wait.since) if wait else ""


def _changed(connection: Connection) -> list[Row[tuple[str, str, int]]]:
    query = select(submissions.c.reference, submissions.c.state, submissions.c.head_seq)
    later = query.where(submissions.c.head_seq > _followed(connection))
    return list(connection.execute(later.order_by(submissions.c.head_seq).limit(_AT_ONCE)))


def _followed(connection: Connection) -> int:
    return int(marks.noted(connection, *_MARK) or 0)


def _known(connection: Connection, references: Collection[str]) -> dict[str, str]:
    mine = reminders.c.reference.in_(references)
    rows = connection.execute(select(reminders.c.reference, reminders.c.waiting_since).where(mine))
    return {row.reference: row.waiting_since for row in rows}
