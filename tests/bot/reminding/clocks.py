"""Moments in the time zones of several houses, and a slow way to measure working time, for comparison."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

PARIS = ZoneInfo("Europe/Paris")
ZONES = st.sampled_from([PARIS, *map(ZoneInfo, ("UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"))])
"""Clocks that change in spring and autumn, in the other half of the year, by half an hour, and not at all."""
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - see timezones
WHOLE = MOMENTS.map(lambda at: at.replace(microsecond=0))


def paris(written: str) -> datetime:
    """Return a moment as a clock in Paris shows it."""
    return datetime.fromisoformat(written).replace(tzinfo=PARIS)


def worked(start: datetime, end: datetime, zone: tzinfo) -> timedelta:
    """Return how much working time there is between two moments, day by day, as clocks on the wall show it."""
    first, last = (at.astimezone(zone).replace(tzinfo=None) for at in (start, end))
    total, day = timedelta(), first.date()
    while day <= last.date():
        if day.isoweekday() <= 5:
            opens, closes = datetime.combine(day, time(9)), datetime.combine(day, time(19))
            total += max(min(last, closes) - max(first, opens), timedelta())
        day += timedelta(days=1)
    return total
