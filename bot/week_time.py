"""A time of the week, as settings write it: « lundi 09:00 », "monday 9:00"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

_WRITTEN = re.compile(r"([a-z]+)[ ,]+([0-9]{1,2})(?:[:h]([0-9]{2})?)?", re.IGNORECASE)
_DAYS = (
    ("monday", "lundi"),
    ("tuesday", "mardi"),
    ("wednesday", "mercredi"),
    ("thursday", "jeudi"),
    ("friday", "vendredi"),
    ("saturday", "samedi"),
    ("sunday", "dimanche"),
)


@dataclass(frozen=True, slots=True)
class WeekTime:
    """`weekday` is 0 for Monday, as Python counts; the default is the one that the customer asked for."""

    weekday: int = 0
    at: time = time(9)

    @classmethod
    def parse(cls, written: str) -> WeekTime:
        """Return the time that somebody wrote, in French or English.

        Raises:
            ValueError: it is none.
        """
        found = _WRITTEN.fullmatch(written.strip())
        days = {name: number for number, names in enumerate(_DAYS) for name in names}
        if not found or found[1].casefold() not in days:
            raise ValueError(f"{written!r} is no time of the week")
        return cls(days[found[1].casefold()], time(int(found[2]), int(found[3] or 0)))

    def in_week_of(self, monday: date, timezone: tzinfo) -> datetime:
        """Return that moment of the week that begins on a Monday; one that the clocks skip comes an hour later."""
        return datetime.combine(monday + timedelta(days=self.weekday), self.at, tzinfo=timezone)
