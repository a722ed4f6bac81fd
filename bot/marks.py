"""How far a platform has been heard, and which process listens: kept beside the trail, for after a restart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, and_, insert, or_, select, update

from bot.tables import platform_marks, schedule_leases
from bot.trail.entry import write_moment


def heard_until(connection: Connection, platform: str, place: str) -> datetime | None:
    """Return up to when a place was heard, None where it never was."""
    written = noted(connection, platform, place)
    return datetime.fromtimestamp(float(written), UTC) if written else None


def mark_heard(connection: Connection, platform: str, place: str, until: datetime) -> None:
    """Note up to when a place was heard."""
    note(connection, platform, place, f"{until.timestamp():.6f}")


def noted(connection: Connection, platform: str, place: str) -> str | None:
    """Return what is noted of a place, None where nothing is."""
    mine = platform_marks.c.platform == platform, platform_marks.c.place == place
    mark: str | None = connection.execute(select(platform_marks.c.mark).where(*mine)).scalar()
    return mark


def note(connection: Connection, platform: str, place: str, mark: str) -> None:
    """Note something of a place, instead of what was noted before."""
    mine = platform_marks.c.platform == platform, platform_marks.c.place == place
    if connection.execute(update(platform_marks).where(*mine).values(mark=mark)).rowcount == 0:
        connection.execute(insert(platform_marks).values(platform=platform, place=place, mark=mark))


def holder_of(connection: Connection, task: str) -> str | None:
    """Return which process does what only one may do, whether it is still there or not."""
    held: str | None = connection.execute(
        select(schedule_leases.c.holder).where(schedule_leases.c.task == task)
    ).scalar()
    return held


def hold(connection: Connection, task: str, holder: str, now: datetime, length: timedelta) -> bool:
    """Hold what only one process may do, for a while; False where another holds it."""
    mine = schedule_leases.c.task == task
    held = {"holder": holder, "held_until": write_moment(now + length)}
    if connection.execute(select(schedule_leases.c.task).where(mine)).first() is None:
        connection.execute(insert(schedule_leases).values(task=task, **held))
        return True
    free = or_(
        schedule_leases.c.holder == holder,
        schedule_leases.c.held_until.is_(None),
        schedule_leases.c.held_until <= write_moment(now),
    )
    return connection.execute(update(schedule_leases).where(and_(mine, free)).values(held)).rowcount == 1


def let_go(connection: Connection, task: str, holder: str) -> None:
    """Let another process do it at once."""
    mine = schedule_leases.c.task == task, schedule_leases.c.holder == holder
    connection.execute(update(schedule_leases).where(*mine).values(holder=None, held_until=None))
