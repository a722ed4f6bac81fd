from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.week_time import WeekTime

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("written", "weekday", "at"),
    [
        ("lundi 09:00", 0, time(9)),
        ("monday 9:00", 0, time(9)),
        ("Vendredi 17h30", 4, time(17, 30)),
        ("FRIDAY, 17:30", 4, time(17, 30)),
        (" dimanche 8h ", 6, time(8)),
        ("tuesday 7", 1, time(7)),
        ("mercredi 00:00", 2, time(0)),
    ],
)
def test_a_time_of_the_week_is_read_in_french_and_in_english(written: str, weekday: int, at: time) -> None:
    assert WeekTime.parse(written) == WeekTime(weekday, at)


@pytest.mark.parametrize(
    "written",
    ["", "lundi", "09:00", "lundi 24:00", "lundi 9:60", "someday 9:00", "lundi 9:5", "lundi 9:00 UTC", "lun 9"],
)
def test_anything_else_is_no_time_of_the_week(written: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        WeekTime.parse(written)


@given(st.text(max_size=20))
def test_whatever_is_written_is_read_or_refused(written: str) -> None:
    try:
        found = WeekTime.parse(written)
    except ValueError:
        return
    assert 0 <= found.weekday <= 6


def test_monday_at_nine_unless_somebody_chose_otherwise() -> None:
    assert WeekTime() == WeekTime.parse("lundi 09:00")


@pytest.mark.parametrize(
    ("monday", "moment"),
    [
        (date(2026, 11, 23), datetime(2026, 11, 23, 8, tzinfo=UTC)),
        (date(2026, 7, 6), datetime(2026, 7, 6, 7, tzinfo=UTC)),
    ],
)
def test_it_is_the_clock_on_the_wall_that_counts(monday: date, moment: datetime) -> None:
    assert WeekTime().in_week_of(monday, PARIS) == moment


def test_a_time_that_the_clocks_skip_comes_an_hour_later() -> None:
    skipped = WeekTime(6, time(2, 30)).in_week_of(date(2026, 3, 23), PARIS)
    assert skipped.astimezone(UTC).astimezone(PARIS).time() == time(3, 30)
