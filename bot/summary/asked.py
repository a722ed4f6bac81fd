"""The period that somebody asks for, on the command line or on the desk; what can't be read is told."""

from __future__ import annotations

from datetime import date

from bot.errors import UsageError
from bot.foreign_text import one_line
from bot.language import N_
from bot.summary.period import Period, Week, month_of, year_of

_FIRST_YEAR = 2000
"""No journal is older, and calendars before it hold surprises that nobody needs."""
_YEARS = 10
"""The longest report; its chart shows years."""


def days(since: str, until: str) -> Period:
    """Return the days from one to another, both included, written as in `2026-11-24`.

    Raises:
        UsageError: one is no day, they are the wrong way round, or too far apart.
    """
    first, last = _day(since), _day(until)
    if last < first:
        raise UsageError(N_("The last day comes before the first."))
    if last.year - first.year > _YEARS:
        raise UsageError(N_("A summary covers {years} years at most."), N_("Ask for fewer days."), years=_YEARS)
    return Period(first, last)


def month(written: str) -> Period:
    """Return a month, written as in `2026-11`.

    Raises:
        UsageError: it is none.
    """
    try:
        year, _, number = written.partition("-")
        return _sensible(month_of(int(year), int(number)))
    except ValueError:
        raise _misread(written, N_("Write it as in 2026-11.")) from None


def year(written: str) -> Period:
    """Return a year.

    Raises:
        UsageError: it is none.
    """
    try:
        return _sensible(year_of(int(written)))
    except ValueError:
        raise _misread(written, N_("Write it as in 2026.")) from None


def week(written: str) -> Week:
    """Return an ISO week, written as in `2026-W47`.

    Raises:
        UsageError: it is none.
    """
    try:
        found = Week.parse(written)
        _sensible(found.period)
    except (ValueError, OverflowError):
        raise _misread(written, N_("Write it as in 2026-W47.")) from None
    return found


def require_begun(period: Period, today: date, began: date) -> None:
    """Check that something of a period is over, and that the journal had begun in it.

    Raises:
        UsageError: neither.
    """
    if period.first > today:
        raise UsageError(N_("That is still to come."))
    if period.last < began:
        raise UsageError(N_("The journal had not begun then."), N_("It began on {day}."), day=began.isoformat())


def _day(written: str) -> date:
    try:
        found = date.fromisoformat(written)
        _sensible(Period(found, found))
    except ValueError:
        raise _misread(written, N_("Write it as in 2026-11-24.")) from None
    return found


def _sensible(period: Period) -> Period:
    """Return a period that calendars can count with: the day after its last one has to exist too."""
    if not _FIRST_YEAR <= period.first.year <= period.last.year < date.max.year:
        raise ValueError("out of every calendar")
    return period


def _misread(written: str, remedy: str) -> UsageError:
    return UsageError(N_("“{written}” is no period."), remedy, written=one_line(written))
