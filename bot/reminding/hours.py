"""Working time: Monday to Friday, 09:00 to 19:00 in the time zone of the house. Outside of it nobody is reminded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo

OPENS, CLOSES = time(9), time(19)
"""When people may be called; at 19:00 sharp it is too late already."""
DAY = timedelta(hours=CLOSES.hour - OPENS.hour)
"""One working day."""
_WORKDAYS = range(5)
"""Monday to Friday, as Python counts the days of a week."""


def is_quiet(at: datetime, timezone: tzinfo) -> bool:
    """Whether it is night, Saturday or Sunday where the house is."""
    local = at.astimezone(timezone)
    return local.weekday() not in _WORKDAYS or not OPENS <= local.time() < CLOSES


def after(start: datetime, work: timedelta, timezone: tzinfo) -> datetime:
    """Return the first moment of working time before which so much of it has passed since `start`; in UTC."""
    left, days = work, _days_from(start, timezone)
    while True:
        opens, closes = next(days)
        begin = max(start.astimezone(UTC), opens)
        free = max(closes - begin, timedelta())
        if left < free:
            return begin + left
        left -= free


def _days_from(start: datetime, timezone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
    """Yield when each working day opens and closes, from the day of `start` on.

    In UTC: two moments of one time zone are subtracted as clocks show them, whatever change lies between them.
    """
    day = start.astimezone(timezone).date()
    while True:
        if day.weekday() in _WORKDAYS:
            opens, closes = (datetime.combine(day, at, timezone).astimezone(UTC) for at in (OPENS, CLOSES))
            yield opens, closes
        day += timedelta(days=1)
