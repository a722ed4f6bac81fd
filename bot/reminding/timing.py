"""When people are reminded of something: after four hours, then after a day, three days and a week, then no more.

All of that is working time, so that no weekend makes a pause longer than the one after it; a week has five such days.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from itertools import accumulate

from bot.reminding.hours import DAY, after

PAUSES = (timedelta(hours=4), DAY, 3 * DAY, 5 * DAY)
"""Working time before each reminder: since it began to wait, then since the reminder before."""


def next_due(sent: int, since: datetime, timezone: tzinfo) -> datetime | None:
    """Return when the next reminder is due, None where that was the last one.

    `since` is when the last of those `sent` went out; where there was none, when the wait began.
    """
    return after(since, PAUSES[sent], timezone) if sent < len(PAUSES) else None


def passed(since: datetime, now: datetime, timezone: tzinfo) -> int:
    """Return how many reminders would have gone out by now if none was ever late."""
    return sum(after(since, total, timezone) <= now for total in accumulate(PAUSES))
