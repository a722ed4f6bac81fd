"""The days that a summary tells of: an ISO week, a month, a year, or any days in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.trail.span import Span
from bot.week_time import WeekTime

_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{2})", re.IGNORECASE)
_DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """From the `first` day to the `last`, both included."""

    first: date
    last: date

    def span(self, timezone: tzinfo) -> Span:
        """Return it as moments; days begin at midnight in `timezone`, and may last 23 or 25 hours there."""
        return Span(_midnight(self.first, timezone), _midnight(self.last + timedelta(days=1), timezone))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def weeks(self) -> Iterator[Week]:
        """The ISO weeks that it touches, oldest first."""
        week = Week.of(self.first)
        while week.period.first <= self.last:
            yield week
            week = week.after(1)

    @property
    def months(self) -> Iterator[Period]:
        """The calendar months that it touches, oldest first."""
        month = month_of(self.first.year, self.first.month)
        while month.first <= self.last:
            yield month
            following = month.last + timedelta(days=1)
            month = month_of(following.year, following.month)

    @property
    def years(self) -> Iterator[Period]:
        """The calendar years that it touches, oldest first."""
        return map(year_of, range(self.first.year, self.last.year + 1))


@dataclass(frozen=True, order=True, slots=True)
class Week:
    """A week as ISO 8601 numbers it: from Monday to Sunday, of the year that its Thursday is in."""

    year: int
    number: int

    @classmethod
    def parse(cls, written: str) -> Week:
        """Return the week of a text such as `2026-W47`.

        Raises:
            ValueError: it is none, or that year has no such week.
        """
        found = _WEEK.fullmatch(written.strip())
        if not found:
            raise ValueError(f"{written!r} is no week")
        return cls.of(date.fromisocalendar(int(found[1]), int(found[2]), 1))

    @classmethod
    def of(cls, day: date) -> Week:
        """Return the week of a day."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @property
    def period(self) -> Period:
        """Its seven days."""
        monday = date.fromisocalendar(self.year, self.number, 1)
        return Period(monday, monday + timedelta(days=6))

    def after(self, weeks: int) -> Week:
        """Return the week that comes so many weeks later; earlier, where the number is negative."""
        return Week.of(self.period.first + weeks * _DAYS)

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"


def last_due(now: datetime, at: WeekTime, timezone: tzinfo) -> Week:
    """Return the newest week whose summary is due at a moment."""
    present = Week.of(now.astimezone(timezone).date())
    due = at.in_week_of(present.period.first, timezone) <= now
    return present.after(-1 if due else -2)


def month_of(year: int, month: int) -> Period:
    """Return a calendar month.

    Raises:
        ValueError: there is none of that number.
    """
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return Period(first, following - timedelta(days=1))


def year_of(year: int) -> Period:
    """Return a calendar year.

    Raises:
        ValueError: it is none that a calendar has.
    """
    return Period(date(year, 1, 1), date(year, 12, 31))


def _midnight(day: date, timezone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone).astimezone(UTC)
