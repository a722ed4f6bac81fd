"""What is to be done when nobody presses anything: a clock ticks, and each task asks whether it is due.

APScheduler is the clock alone: what was missed while Vigie was down is due at the first tick, and two processes on one
database don't both do it, since whoever begins holds the task for a while.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import and_, insert, or_, select, update

from bot.chats import forget_forms
from bot.delivery.inbox import prune
from bot.errors import UnexpectedError
from bot.house import House
from bot.presence import be_present
from bot.reminding import remind
from bot.retention import retain
from bot.self_check import check_trail
from bot.summary.kept import make_due, write_missing_files
from bot.tables import schedule_leases
from bot.trail.entry import write_moment
from bot.trust_renewal import renew_if_stale
from bot.workflow import expire

log = logging.getLogger("vigie.schedule")

TICK = timedelta(minutes=1)
_HELD = timedelta(minutes=15)
"""How long a task is one process's: if it dies over it, another takes it up then."""
_INBOX_KEPT = timedelta(days=30)
"""No platform delivers an event again after so long (Telegram keeps them for a day, Slack tries for some hours)."""

_FORMS_KEPT = timedelta(days=1)
"""A form that nobody has gone on with for so long is given up; it holds names and reasons."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is due every so often; `run` does what there is to do, and nothing where there is nothing."""

    name: str
    every: timedelta
    run: Callable[[House], object]


def _forget_forms(house: House) -> None:
    with house.database.writing() as connection:
        forget_forms(connection, house.clock() - _FORMS_KEPT)


TASKS = (
    Task("presence", timedelta(minutes=1), be_present),
    Task("approvals", timedelta(minutes=1), expire),
    Task("reminders", timedelta(minutes=1), remind),
    Task("retention", timedelta(hours=6), retain),
    Task("trust-lists", timedelta(hours=6), lambda house: renew_if_stale(house)),
    Task("inbox", timedelta(days=1), lambda house: prune(house.database, house.clock() - _INBOX_KEPT)),
    Task("forms", timedelta(hours=1), _forget_forms),
    Task("self-check", timedelta(days=1), check_trail),
    Task("summary", timedelta(minutes=5), make_due),
    Task("summary-files", timedelta(hours=1), write_missing_files),
)
"""One line for each; a new one goes here."""


class Schedule:
    """One process's share of the schedule."""

    def __init__(self, house: House, tasks: Sequence[Task] = TASKS) -> None:
        self._house, self._tasks, self._holder = house, tasks, secrets.token_hex(8)
        self._clock = BackgroundScheduler(timezone="UTC")

    def start(self) -> None:
        """Tick from now on, at once for the first time."""
        seconds = TICK.total_seconds()
        options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        self._clock.add_job(
            self.tick, "interval", seconds=seconds, next_run_time=datetime.now().astimezone(), **options
        )
        self._clock.start()

    def close(self) -> None:
        """Finish what is under way, and stop."""
        if self._clock.running:
            self._clock.shutdown(wait=True)

    def tick(self) -> list[str]:
        """Do whatever is due; return the names of what was done. One task's fault keeps no other from being done."""
        return [task.name for task in self._tasks if self._claim(task) and self._done(task)]

    def _claim(self, task: Task) -> bool:
        """Whether it is due, nobody else is at it, and it is ours now."""
        now = self._house.clock()
        mine = schedule_leases.c.task == task.name
        due = or_(schedule_leases.c.done_at.is_(None), schedule_leases.c.done_at <= write_moment(now - task.every))
        free = or_(schedule_leases.c.held_until.is_(None), schedule_leases.c.held_until <= write_moment(now))
        held = {"holder": self._holder, "held_until": write_moment(now + _HELD)}
        with self._house.database.writing() as connection:
            if connection.execute(select(schedule_leases.c.task).where(mine)).first() is None:
                connection.execute(insert(schedule_leases).values(task=task.name, **held))
                return True
            return connection.execute(update(schedule_leases).where(and_(mine, due, free)).values(held)).rowcount == 1

    def _done(self, task: Task) -> bool:
        try:
            task.run(self._house)
        except Exception:
            log.exception("%s failed and is tried again (reference %s)", task.name, UnexpectedError().reference)
            self._settle(task, {"held_until": write_moment(self._house.clock() + min(task.every, _HELD))})
            return False
        self._settle(task, {"holder": None, "held_until": None, "done_at": write_moment(self._house.clock())})
        return True

    def _settle(self, task: Task, changes: dict[str, str | None]) -> None:
        mine = and_(schedule_leases.c.task == task.name, schedule_leases.c.holder == self._holder)
        with self._house.database.writing() as connection:
            connection.execute(update(schedule_leases).where(mine).values(changes))
