from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.reminding.hours import is_quiet
from bot.reminding.timing import PAUSES, next_due, passed
from tests.bot.reminding.clocks import MOMENTS, PARIS, ZONES, paris, worked

LATE = st.lists(st.timedeltas(timedelta(), timedelta(days=30)), min_size=len(PAUSES), max_size=len(PAUSES))


def course(since: datetime, zone: tzinfo) -> list[datetime]:
    """Return when reminders go out that are never late."""
    told: list[datetime] = []
    while due := next_due(len(told), told[-1] if told else since, zone):
        told.append(due)
    return told


def test_four_hours_then_a_day_three_days_and_a_week_then_no_more() -> None:
    assert course(paris("2026-11-23 10:00"), PARIS) == [
        paris("2026-11-23 14:00"),
        paris("2026-11-24 14:00"),
        paris("2026-11-27 14:00"),
        paris("2026-12-04 14:00"),
    ]


def test_what_comes_in_on_friday_evening_waits_for_monday() -> None:
    assert course(paris("2026-11-27 21:30"), PARIS) == [
        paris("2026-11-30 13:00"),
        paris("2026-12-01 13:00"),
        paris("2026-12-04 13:00"),
        paris("2026-12-11 13:00"),
    ]


def test_a_week_in_which_clocks_change_is_a_week() -> None:
    for since, last in (("2027-03-15 10:00", "2027-03-26 14:00"), ("2026-10-19 10:00", "2026-10-30 14:00")):
        assert course(paris(since), PARIS)[-1] == paris(last)


@given(MOMENTS, ZONES)
def test_nobody_is_called_at_night_or_on_a_weekend(since: datetime, zone: tzinfo) -> None:
    told = course(since, zone)
    assert len(told) == len(PAUSES)
    assert not any(is_quiet(at, zone) for at in told)


@given(MOMENTS, ZONES)
def test_pauses_never_shrink(since: datetime, zone: tzinfo) -> None:
    pauses = [worked(one, other, zone) for one, other in pairwise([since, *course(since, zone)])]
    assert pauses == sorted(pauses) == list(PAUSES)


@given(MOMENTS, ZONES)
def test_a_later_start_is_never_told_of_earlier(since: datetime, zone: tzinfo) -> None:
    later = course(since + timedelta(minutes=7), zone)
    assert all(one <= other for one, other in zip(course(since, zone), later, strict=True))


@given(MOMENTS, ZONES)
def test_as_many_have_passed_as_there_were(since: datetime, zone: tzinfo) -> None:
    told = course(since, zone)
    assert passed(since, since, zone) == 0
    assert [passed(since, at, zone) for at in told] == [1, 2, 3, 4]
    assert [passed(since, at - timedelta(microseconds=1), zone) for at in told] == [0, 1, 2, 3]


@given(MOMENTS, ZONES, LATE)
def test_however_late_they_are_sent_pauses_never_shrink(since: datetime, zone: tzinfo, late: list[timedelta]) -> None:
    told, sent, delays = [since], 0, iter(late)
    while due := next_due(sent, told[-1], zone):
        told.append(due + next(delays))
        sent = max(sent + 1, passed(since, told[-1], zone))
    pauses = [worked(one, other, zone) for one, other in pairwise(told)]
    assert all(pause >= PAUSES[number] for number, pause in enumerate(pauses))
    assert sent == len(PAUSES)
