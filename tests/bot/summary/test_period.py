from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.summary.period import Period, Week, last_due, month_of, year_of
from bot.week_time import WeekTime

PARIS = ZoneInfo("Europe/Paris")
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
PERIODS = st.builds(lambda first, length: Period(first, first + timedelta(days=length)), DAYS, st.integers(0, 800))


def hours(period: Period) -> float:
    span = period.span(PARIS)
    assert span.since
    assert span.until
    return (span.until.astimezone(UTC) - span.since.astimezone(UTC)) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 22), "2026-W47"),
        (date(2026, 11, 23), "2026-W48"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
        (date(2021, 1, 1), "2020-W53"),
    ],
)
def test_a_week_belongs_to_the_year_of_its_thursday(day: date, week: str) -> None:
    assert str(Week.of(day)) == week
    assert Week.parse(week) == Week.of(day)


@pytest.mark.parametrize("written", ["2026-W47", "2026W47", "2026-w47", " 2026-W47 "])
def test_a_week_is_read_as_people_write_it(written: str) -> None:
    assert Week.parse(written) == Week(2026, 47)


@pytest.mark.parametrize("written", ["", "47", "2026-47", "2026-W00", "2026-W54", "2025-W53", "2026-W4", "2026-W47-1"])
def test_what_is_no_week_is_none(written: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Week.parse(written)


@given(DAYS)
def test_a_week_is_seven_days_from_a_monday_with_the_day_among_them(day: date) -> None:
    period = Week.of(day).period
    assert (period.days, period.first.weekday()) == (7, 0)
    assert period.first <= day <= period.last


@given(DAYS, st.integers(-500, 500))
def test_weeks_follow_one_another_without_a_gap(day: date, number: int) -> None:
    week = Week.of(day)
    assert week.after(number).after(-number) == week
    assert week.after(1).period.first == week.period.last + timedelta(days=1)
    assert str(week) < str(week.after(1))
    assert week < week.after(1)


def test_a_year_of_fifty_three_weeks_has_them_all() -> None:
    found = {str(week) for week in year_of(2026).weeks}
    assert {"2026-W01", "2026-W53"} <= found
    assert len(found) == 53


@pytest.mark.parametrize(("week", "length"), [("2026-W47", 168), ("2026-W13", 167), ("2026-W43", 169)])
def test_a_week_in_which_the_clocks_change_is_an_hour_shorter_or_longer(week: str, length: int) -> None:
    assert hours(Week.parse(week).period) == length


def test_days_begin_at_midnight_where_the_house_is() -> None:
    span = Period(date(2026, 11, 16), date(2026, 11, 22)).span(PARIS)
    assert span.holds(datetime(2026, 11, 15, 23, tzinfo=UTC))
    assert not span.holds(datetime(2026, 11, 15, 22, 59, 59, tzinfo=UTC))
    assert span.holds(datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC))
    assert not span.holds(datetime(2026, 11, 22, 23, tzinfo=UTC))


@given(PERIODS)
def test_the_weeks_the_months_and_the_years_of_a_period_cover_it_and_no_more(period: Period) -> None:
    for parts in ([week.period for week in period.weeks], list(period.months), list(period.years)):
        assert parts[0].first <= period.first <= parts[0].last
        assert parts[-1].first <= period.last <= parts[-1].last
        for before, after in pairwise(parts):
            assert after.first == before.last + timedelta(days=1)


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_a_month_ends_the_day_before_the_next_one_begins(year: int, month: int) -> None:
    period = month_of(year, month)
    assert (period.first.day, period.last.month) == (1, month)
    assert (period.last + timedelta(days=1)).day == 1


def test_twelve_months_are_a_year_and_there_is_no_thirteenth() -> None:
    months = list(year_of(2028).months)
    assert (len(months), sum(month.days for month in months)) == (12, year_of(2028).days)
    assert year_of(2028).days == 366
    for month in (0, 13):
        with pytest.raises(ValueError, match="month"):
            month_of(2026, month)


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (datetime(2026, 11, 23, 8, 59, 59, tzinfo=PARIS), "2026-W46"),
        (datetime(2026, 11, 23, 9, 0, tzinfo=PARIS), "2026-W47"),
        (datetime(2026, 11, 29, 23, 59, tzinfo=PARIS), "2026-W47"),
        (datetime(2026, 11, 30, 0, 0, tzinfo=PARIS), "2026-W47"),
        (datetime(2027, 1, 4, 9, 0, tzinfo=PARIS), "2026-W53"),
        (datetime(2026, 3, 30, 7, 0, tzinfo=UTC), "2026-W13"),
    ],
)
def test_a_summary_is_due_on_the_monday_after_its_week_by_the_clock_on_the_wall(moment: datetime, week: str) -> None:
    assert str(last_due(moment, WeekTime(), PARIS)) == week


def test_a_summary_may_be_asked_for_later_in_the_week() -> None:
    friday = WeekTime(4, time(17, 30))
    assert str(last_due(datetime(2026, 11, 27, 17, 29, tzinfo=PARIS), friday, PARIS)) == "2026-W46"
    assert str(last_due(datetime(2026, 11, 27, 17, 30, tzinfo=PARIS), friday, PARIS)) == "2026-W47"
